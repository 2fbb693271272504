"""What was measured once is kept for the same network, sampler and count, and for no other."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from inlay_training.config import BASE, SMOKE
from inlay_training.data.prepare import Pack
from inlay_training.diffusion.schedule import SamplingSchedule
from inlay_training.evaluate import ablation, ablation_tables
from inlay_training.evaluate import evaluation as evaluate
from inlay_training.models.unet import InpaintUNet


def test_a_row_is_known_by_its_network_its_sampler_and_its_count() -> None:
    sampler = evaluate.Sampler(InpaintUNet(SMOKE.unet), SamplingSchedule(4, 2.0, 0.5), digest="abc")
    row = {**json.loads(json.dumps(sampler.identity())), "samples_per_class": 4}
    assert evaluate.measured_before({"rows": [row]}, sampler, 4) == row
    for other in (
        {"model": "abd"},
        {"label": "guidance 3, 4 steps"},
        {"course": {**row["course"], "shift": 1.0}},
        {"samples_per_class": 8},
    ):
        assert evaluate.measured_before({"rows": [{**row, **other}]}, sampler, 4) is None
    assert evaluate.measured_before({}, sampler, 4) is None


def test_a_sweep_measures_what_is_missing_and_drops_the_rows_of_another_network(
    toy_pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[object] = []

    def measure(*given: object) -> dict:
        measured.append(given[-1])
        return {"reading": 0.5, "kid": 1.0, "coverage": 0.5}

    monkeypatch.setattr(ablation, "measure", measure)
    model, results = InpaintUNet(SMOKE.unet), tmp_path / "sweep.jsonl"

    def sweep(network: str, *guidances: float) -> None:
        samplers = [evaluate.Sampler(model, SamplingSchedule(4, guidance), digest=network) for guidance in guidances]
        ablation.sweep(samplers, None, None, None, toy_pack, results)  # type: ignore[arg-type]

    sweep("first", 1.0)
    sweep("first", 1.0, 2.0)
    assert measured == [SamplingSchedule(4, 1.0), SamplingSchedule(4, 2.0)]
    sweep("second", 2.0)
    rows = [json.loads(line) for line in results.read_text().splitlines()]
    assert [(row["model"], row["label"]) for row in rows] == [("second", "guidance 2, 4 steps")]


def row(name: str, classifier: str, reading: float) -> dict:
    measured = {"guidance": 2.0, "reading": reading, "kid": 0.5, "coverage": 0.6, "worstRatio": 0.4}
    return {
        "time": "2026-01-02T00:00:00Z", "run": name, "question": name, "readBy": classifier, "views": 8_000, "minutes": 3.0,
        "rows": [{**measured, "guidance": 1.0}, measured],
    }  # fmt: skip


def test_rows_of_an_earlier_classifier_stand_apart() -> None:
    lines = ablation_tables.table([row("x", "old", 0.1), row("v", "new", 0.3), row("x", "new", 0.2)])
    words = "\n".join(lines)
    before, after = words.split("Read by an earlier classifier")
    assert before.index("| x | 8,000 | 1 | 0.20 |") < before.index("| v | 8,000 | 1 | 0.30 |")
    assert "| x | 8,000 | 1 | 0.10 |" in after
    assert "| v |" not in after


def test_the_curve_ends_with_the_network_that_ships() -> None:
    schedule = json.loads(json.dumps(asdict(SamplingSchedule(guidance=2.0))))
    shipped = {"label": "guidance 2, 16 steps", "course": schedule, **row("", "", 0.8)["rows"][1]}
    other = {**shipped, "course": {**schedule, "shift": 0.5}, "reading": 0.9}
    lines = ablation_tables.curve_table(BASE, [row("v-read-8k", "new", 0.4)], [other, shipped])
    (first, last) = lines[-3:-1]
    assert first.startswith("| `tiny`, 8,000 views |")
    assert last.startswith("| `base`, 120,000 views |")
    assert "| 0.80 |" in last  # on the schedule of the other points
    assert float(first.split("|")[2]) < float(last.split("|")[2])
    assert ablation_tables.curve_table(BASE, [], []) == []
