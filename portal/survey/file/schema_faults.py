"""A block of YAML is held against its keys: every fault has its line, and the rest can be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from portal.survey.file.faults import FaultList, listed, nearest, quoted
from portal.survey.file.scalars import id_fault
from portal.survey.file.schema import Keys
from portal.survey.file.yaml_text import Data, Path, Tree

K = TypeVar("K", bound=Keys)


class Usable(Generic[K]):
    """This is what could be read. ``unread`` are the places of what could not, and stands as left
    out: a key, or one entry of a key that holds several by their ids.

    So that the rest of the file can still be checked, without faults that only follow from these.
    """

    __slots__ = ("keys", "tree", "unread")

    def __init__(self, keys: K, tree: Tree, unread: frozenset[Path]) -> None:
        self.keys = keys
        self.tree = tree
        self.unread = unread

    @property
    def faulty(self) -> frozenset[str]:
        """The keys of which something could not be read."""
        return frozenset(str(place[0]) for place in self.unread)


def usable(
    model: type[K], tree: Tree, faults: FaultList, stand_ins: Mapping[str, Data]
) -> Usable[K] | None:
    """Read what can be used. ``stand_ins`` take the place of required keys that are missing or
    faulty."""
    try:
        return Usable(model.model_validate(tree.data), tree, frozenset())
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False)
    misspelt = {near for detail in details if (near := _near(model, detail))}
    for detail in details:
        if detail["type"] != "missing" or detail["loc"] not in misspelt:
            line, messages = _fault(model, tree, detail)
            for message in messages.split("\n"):
                faults.add(line, message)
    unread = frozenset(_place(tree, detail["loc"]) for detail in details)
    missing = {place[0] for place in unread if len(place) == 1} & set(keys_of(model))
    data = _without(tree.data, unread)
    data |= {key: value for key, value in stand_ins.items() if key in missing}
    try:
        return Usable(model.model_validate(data), tree, unread)
    except ValidationError:
        return None


def _place(tree: Tree, path: Path) -> Path:
    """Return the place of what is left out for a fault at this path."""
    return path[: 2 if isinstance(tree.data.get(str(path[0])), dict) else 1]


def _without(data: Mapping[str, Data], unread: Collection[Path]) -> dict[str, Data]:
    kept = {key: value for key, value in data.items() if (key,) not in unread}
    for key, value in kept.items():
        if isinstance(value, dict):
            kept[key] = {each: v for each, v in value.items() if (key, each) not in unread}
    return kept


def _near(model: type[Keys], detail: ErrorDetails) -> tuple[str | int, ...] | None:
    """The place of the key that an unknown one was probably meant for."""
    path = detail["loc"]
    if detail["type"] != "extra_forbidden":
        return None
    near = nearest(str(path[-1]), keys_of(_model_at(model, path)))
    return (*path[:-1], near) if near else None


def _fault(model: type[Keys], tree: Tree, detail: ErrorDetails) -> tuple[int, str]:
    path: Path = tuple(part for part in detail["loc"] if part != "[key]")
    key = str(path[-1])
    line = tree.line(*path)
    if path != detail["loc"]:
        return line, f"{quoted(key)} {id_fault(key)}"
    match detail["type"]:
        case "missing":
            owner = _model_at(model, path)
            return line, f"{owner.noun} needs {quoted(key)}, which is missing; add `{key}: …`"
        case "extra_forbidden":
            return line, _unknown(_model_at(model, path), key)
        case "dict_type" | "model_type" | "model_attributes_type":
            return line, f"{quoted(key)} takes a mapping; write `key: value` on a line each"
        case "list_type":
            return line, f"{quoted(key)} takes a list; write it as in `[one, two]`"
        case _:
            reasons = detail["msg"].split("\n")
            return line, "\n".join(f"{_named(path)} {reason}" for reason in reasons)


def _named(path: Path) -> str:
    match path:
        case (*_, owner, int(index)):
            return f"entry {index + 1} of {quoted(owner)}"
        case _:
            return quoted(path[-1])


def _unknown(owner: type[Keys], key: str) -> str:
    allowed = keys_of(owner)
    near = nearest(key, allowed)
    if near:
        return f"unknown key {quoted(key)}; did you mean `{near}`?"
    where = "does not belong to" if key in _all_keys(Keys) else "is no key of"
    return f"{quoted(key)} {where} {owner.noun}; its keys are {listed(allowed)}"


def keys_of(model: type[BaseModel]) -> list[str]:
    """Return the keys as people write them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _all_keys(model: type[Keys]) -> set[str]:
    below = [_all_keys(child) for child in model.__subclasses__()]
    return set(keys_of(model)).union(*below)


def _model_at(model: type[Keys], path: Path) -> type[Keys]:
    """The keys that hold the last part of the path."""
    for part in path[:-1]:
        for name, field in model.model_fields.items():
            if (field.alias or name) == part:
                model = _inner(field.annotation) or model
    return model


def _inner(annotation: Any) -> type[Keys] | None:
    if isinstance(annotation, type) and issubclass(annotation, Keys):
        return annotation
    return next((inner for arg in get_args(annotation) if (inner := _inner(arg))), None)
