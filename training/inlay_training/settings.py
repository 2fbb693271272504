"""Dataclasses of settings from what JSON and TOML hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, TypeVar, get_type_hints

from .failure import Failure

T = TypeVar("T")


def settings_of(kind: type[T], values: Mapping[str, Any]) -> T:
    """A `kind` with these values, sections for its parts, lists for its tuples; what is left out is as the class says. Raises Failure for a name
    that it does not have."""
    types = get_type_hints(kind)
    unknown = [name for name in values if name not in types]
    if unknown:
        raise Failure(f"{kind.__name__} has no setting {unknown[0]}; it has {', '.join(types)}.")
    parts = {
        name: settings_of(types[name], value) if is_dataclass(types[name]) else without_lists(value)
        for name, value in values.items()
    }
    return kind(**parts)


def without_lists(value: Any) -> Any:
    return tuple(without_lists(part) for part in value) if isinstance(value, list) else value
