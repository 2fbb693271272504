"""The arms of the experiment are what they say."""

from dataclasses import replace

import numpy as np
import torch

from inlay_experiment import page as experiment_page
from inlay_experiment.arms import HEAD, REAL, Arm, Material, gather, log_prior
from inlay_experiment.setting import setting_of
from inlay_experiment.squares import SyntheticSet, real_squares
from inlay_training.data.prepare import Pack
from inlay_training.files import digest_of

from .drawn import CANDIDATES_EACH as EACH


def added(material: Material, arm: Arm, seed: int = 1) -> list[str]:
    rows = material.rows(arm, seed)
    return list(material.names[rows[int(material.real.sum()) :]])


def test_the_images_of_a_rule_are_those_it_keeps_and_no_more_than_there_are(material: Material) -> None:
    assert added(material, REAL) == []
    assert sorted(added(material, Arm("gated", 1))) == sorted(material.sets["nevi"].kept["gated"])
    assert len(added(material, Arm("all", 1))) == 2 * EACH
    fewer = added(material, Arm("gated", 0.2))
    assert len(fewer) == 4
    assert set(fewer) < set(material.sets["nevi"].kept["gated"])
    assert fewer == added(material, Arm("gated", 0.2)) != added(material, Arm("gated", 0.2), seed=2)


def test_other_scenes_are_other_candidates(made: SyntheticSet, toy_pack: Pack) -> None:
    scenes = {"count": 3, "sha256": "f" * 64}
    other = replace(made, selected={**made.selected, "scenes": scenes})
    digests = {
        gather(toy_pack, real_squares(toy_pack, 32), {"nevi": candidates}, 32, pack).digest
        for candidates in (made, other)
        for pack in ("a", "b")
    }
    assert len(digests) == 4
    about = setting_of(real_squares(toy_pack, 32), {"nevi": other}, {"nevi": {}})
    assert experiment_page.backgrounds(about).startswith("in 3 real training images")


def test_a_random_subset_is_as_large_class_by_class_and_looks_at_no_rule(material: Material) -> None:
    drawn = [added(material, Arm("random gated", 1), seed) for seed in range(1, 40)]
    assert all(sum(name.startswith(code) for name in names) == EACH // 2 for names in drawn for code in ("DF", "VASC"))
    often = np.mean([[name in names for name in material.sets["nevi"].kept["all"]] for names in drawn], axis=0)
    assert often.min() > 0.25
    assert often.max() < 0.75


def test_duplicates_and_pasted_lesions_are_of_the_training_images_of_the_class(material: Material) -> None:
    real = set(material.names[material.real])
    again = added(material, Arm("duplicates", 3))
    assert len(again) == 60
    assert set(again) <= real
    assert {again.count(name) for name in set(again)} == {3}
    for name in added(material, Arm("pasted", 1)):
        assert name.split(" pasted ")[0] in real


def test_to_the_head_is_as_many_as_the_commonest_class_has(material: Material) -> None:
    counts = np.bincount(material.labels[material.rows(Arm("gated", HEAD), 1)], minlength=8)
    assert set(counts[material.rare()]) == {counts.max()}
    again = added(material, Arm("gated", HEAD))
    assert set(again) <= set(material.sets["nevi"].kept["gated"])


def test_counterparts_are_of_the_other_classes_and_as_many_of_each(material: Material) -> None:
    names = added(material, Arm("gated", 1, counterparts=True))
    per_class = [sum(name.startswith(code) for name in names) for code in ("DF", "VASC", "MEL", "NV")]
    assert per_class == [EACH // 2] * 4
    assert set(names) <= {*material.sets["nevi"].kept["gated"], *material.sets["counterparts"].kept["gated"]}


def test_a_sample_that_is_asked_apart_is_asked_only_among_the_classes_that_have_samples(material: Material) -> None:
    labels, source = material.labels, material.source
    for balance in ("none", "softmax"):
        arm = Arm("gated", 1, balance, "asked")
        rows = material.rows(arm, 1)
        prior, made = material.prior(arm, rows), torch.from_numpy(source[rows] == "nevi")
        possible = prior[made].isfinite()
        assert possible[:, material.rare()].all()
        assert possible.sum() == 2 * made.sum()
        real = log_prior(labels[material.real])
        assert torch.allclose(
            prior[~made], (real if balance == "softmax" else torch.zeros(8)).expand(len(rows), -1)[~made]
        )
        contained = material.prior_of_logits(arm, rows)
        assert torch.allclose((prior[made] + contained)[:, material.rare()], torch.tensor(0.5).log())


def test_a_way_of_use_leaves_the_names_of_other_results_alone(material: Material) -> None:
    usual = Arm("gated", 1)
    assert usual.identity() == {"source": "gated", "dose": 1, "balance": "none"}
    others = [
        replace(usual, use="asked"),
        replace(usual, counterparts=True),
        replace(usual, weight=0.3),
        replace(usual, scenes="own"),
    ]
    assert len({digest_of(material.identity(arm)) for arm in (usual, *others)}) == 5
    assert len({arm.name for arm in (usual, *others)}) == 5
