"""The generator at 224 px (docs/adr/0035). Each step is resumable: stop it, run it again."""

from __future__ import annotations

import sys
from pathlib import Path

from ..cli import DATA_OPTION, Options, Step, guarded, parser
from ..places import ROOT, WORK
from ..steps import DEVICE, only
from . import ablate, measure_steps, scene_steps, steps
from .workspace import PLANNED_VIEWS, Workspace

COMMON: Options = {
    **DATA_OPTION,
    "--work": {"type": Path, "default": WORK / "latent", "help": "checkpoints and logs (%(default)s)"},
    "--results": {"type": Path, "default": ROOT / "docs/results/training", "help": "where measurements are written"},
}
WEIGHTS: Options = {"--weights": {"type": Path, "default": ROOT / "training/weights", "help": "where weights are kept"}}
EACH: Options = {"--each": {"type": int, "default": 48, "help": "samples a class (%(default)s)"}}
SPLITS: Options = {"--splits": {"type": int, "default": 100, "help": "labs drawn (%(default)s)"}}
CHECKPOINT: Options = {
    "--checkpoint": {"type": Path, "default": WORK / "latent/unet.pt", "help": "of the generator (%(default)s)"}
}
STEPS: dict[str, Step] = {
    "pack": Step(steps.make_pack, "HAM10000 and MILK10k at 224 px in one file, split by lesion"),
    "outliner": Step(steps.make_outlines, "a network that outlines lesions, and with it the outlines of MILK10k"),
    "frames": Step(steps.make_frames, "the pack as a folder of files, for `npm run fit` and `npm run panel`"),
    "encoder": Step(steps.make_encoder, "the classifier that will ship"),
    "describe": Step(steps.make_descriptions, "numbers that describe each lesion"),
    "space": Step(steps.make_space, "the transform of 8x8 blocks"),
    "oracle": Step(steps.measure_formats, "how much of a small lab's gain a number of coefficients keeps", SPLITS),
    "judge": Step(steps.make_judge, "the classifier that measures"),
    "judge-read": Step(steps.read_by_judge, "what the judge reads in each held-out image, for `npm run panel -- --judge FILE`", {
        "--images": {"type": Path, "help": "a folder of images in their place, samples for instance"},
        "--out": {"type": Path, "help": "where it is written (judge.json of the working folder)"},
    }),
    "train": Step(steps.train_generator, "the generator", {
        **DEVICE,
        "--images": {"type": int, "default": PLANNED_VIEWS, "help": "views in all (%(default)s)"},
        "--decay": {"type": float, "default": 0.2, "help": "the rate falls over this last share of the views (%(default)s)"},
        "--start-from": {"type": Path, "help": "weights that a run without a checkpoint begins with"},
    }),
    "cool": Step(steps.cool_generator, "ends a copy of the generator while its training goes on: the rate falls to nothing", {
        **CHECKPOINT, **DEVICE, "--images": {"type": int, "default": 12_800, "help": "views that the copy sees (%(default)s)"},
    }),
    "sweep": Step(measure_steps.choose_away, "which class guidance leads away from, a class at a time", {**CHECKPOINT, **EACH}),
    "sampler": Step(measure_steps.search_sampler, "what guidance and the shift of the times give and cost", {**CHECKPOINT, **EACH, **SPLITS}),
    "student": Step(steps.distil_student, "distil the generator into a network of four calls", CHECKPOINT),
    "bundle": Step(steps.make_bundle, "ONNX graphs, parity tensors, outlines, card and manifest", {
        **CHECKPOINT,
        "--version": {"default": "0.4.1", "help": "of the bundle (%(default)s)"},
        "--out": {"type": Path, "default": ROOT / "public/models/inlay-ham10000", "help": "where it is written (%(default)s)"},
    }),
    "ablate": Step(steps.run_ablations, "16,000 views each, one choice changed at a time", {
        **DEVICE, **EACH, **SPLITS, **only(f"these runs alone: {', '.join(ablate.RUNS)}"),
    }),
    "measure": Step(measure_steps.measure_network, "reading, KID, coverage, sharpness and what samples are worth to a small lab", {
        **EACH, **SPLITS, "--checkpoint": {"type": Path, "required": True, "help": "which network"},
    }),
    "where": Step(measure_steps.find_class, "where the class gets lost", {
        **EACH, "--checkpoint": {"type": Path, "help": "at which noise levels this network knows it, too"},
    }),
    "beside": Step(measure_steps.compare, "what stands beside a network: real lesions, pasted ones, blanked scenes, bundle 0.3.0", {**EACH, **SPLITS}),
    "shipped": Step(measure_steps.measure_shipped, "the numbers of docs/results/models-224.md: the student, beside 0.3.0 and real lesions", {
        **CHECKPOINT, **EACH, **SPLITS, "--draws": {"type": int, "default": 5, "help": "sets of samples drawn for the small lab (%(default)s)"},
    }),
    "page": Step(steps.write_page, "docs/results/training.md and models-224.md from docs/results/training/"),
    "keep": Step(steps.keep_weights, "networks and numbers that others are trained on, into training/weights/", {**WEIGHTS, **CHECKPOINT}),
    "restore": Step(steps.restore_weights, "and back into a working folder that lacks them", WEIGHTS),
    "skins": Step(scene_steps.make_skins, "skins that ship and hold no patient's: made whole, their lesions painted away", scene_steps.SKIN_OPTIONS),
    "scene-list": Step(scene_steps.list_scenes, "which real scenes the studio describes (npm run scenes)", scene_steps.LIST_OPTIONS),
    "travel": Step(steps.make_travel, "a working folder small enough to be sent to another machine", {
        "--limit-mib": {"type": int, "default": 45, "help": "what may be sent (%(default)s)"},
    }),
}  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    args = parser("inlay_training.latent", __doc__ or "", STEPS, COMMON).parse_args(argv)
    return guarded(args.step, lambda: STEPS[args.step].run(Workspace(args)))


if __name__ == "__main__":
    sys.exit(main())
