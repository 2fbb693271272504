"""Names that say nothing are not used (docs/glossary.md), and rooms import only those before them (README.md)."""

import ast
from collections.abc import Iterator
from pathlib import Path

from inlay_training.places import ROOT

TRAINING = ROOT / "training"
SAY_NOTHING = {"of", "one", "here"}
ROOMS = ("data", "models", "diffusion", "train", "evaluate", "bundle", "latent")
"""Each may import those before it, and what lies beside the rooms."""


def files(folder: str) -> Iterator[tuple[Path, ast.AST]]:
    for path in sorted((TRAINING / folder).rglob("*.py")):
        yield path.relative_to(TRAINING), ast.parse(path.read_text())


def named(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every variable, parameter, attribute and function that a file gives a name to, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno


def imported(path: Path, tree: ast.AST) -> Iterator[str]:
    """Modules in full, at any depth of the file."""
    package = path.parts[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = [*above, *(node.module.split(".") if node.module else [])]
            for name in node.names:
                yield ".".join([*module, name.name])


def test_no_name_says_nothing() -> None:
    for folder in ("inlay_training", "inlay_experiment", "tests"):
        assert [
            f"{path}:{line} {name}" for path, tree in files(folder) for name, line in named(tree) if name in SAY_NOTHING
        ] == []


def test_rooms_import_those_before_them_alone() -> None:
    wrong = []
    for path, tree in files("inlay_training"):
        room = path.parts[1] if len(path.parts) > 2 else None
        if room is None:
            continue
        for module in imported(path, tree):
            top, _, rest = module.partition(".")
            other = rest.split(".")[0]
            if top == "inlay_experiment" or (other in ROOMS and ROOMS.index(other) > ROOMS.index(room)):
                wrong.append(f"{path} imports {module}")
    for path, tree in files("inlay_experiment"):
        wrong += [
            f"{path} imports {m}"
            for m in imported(path, tree)
            if m.startswith(("inlay_training.bundle", "inlay_training.latent"))
        ]
    assert wrong == []
