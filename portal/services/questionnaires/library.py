"""The library holds questionnaires that are shipped, and those that were uploaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.errors import NotFound, PortalError
from portal.services.questionnaires import frozen
from portal.store.library import Shelf
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Choice:
    """This is what a round may be made of. ``name``: ID/VERSION, under which no two are offered;
    ``named``: organisations answer it in their own name."""

    name: str
    title: str
    named: bool
    sha256: str


def read(path: Path) -> Questionnaire:
    """Parse a file. Raises ``NotFound`` and ``QuestionnaireFaults``."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise NotFound(f"{path} cannot be read; name a questionnaire file.") from error
    return parse(source, expected=_expected(path))


def find(name: str, folder: Path) -> Questionnaire:
    """Find one of the ``choices`` by ``ID/VERSION``, or a file by its path. Raises as ``read``
    does."""
    try:
        return chosen(name, folder)
    except NotFound:
        return read(Path(name))


def shipped(folder: Path) -> list[Path]:
    """List the questionnaire files, ``<id>/<version>.md``, in order."""
    return sorted(folder.glob("*/*.md"))


def choices(folder: Path) -> list[Choice]:
    """List what a round may be made of, in the order of ``every``."""
    return [
        Choice(name, each.title, each.named, each.sha256)
        for name, (each, _) in every(folder).items()
    ]


def every(folder: Path) -> dict[str, tuple[Questionnaire, bool]]:
    """Return the shipped questionnaires and those that were uploaded, each with whether it was, by
    their names: by id, the newest version first.

    An upload takes the place of a shipped one of the same name; a file with faults is left out.
    """
    held = {name: (usable, False) for name, usable in _usable(folder)}
    for row in Shelf.select():
        held[f"{row.id}/{row.version}"] = (frozen.load(row.questionnaire_id), True)
    newest_first = sorted(held, key=_order, reverse=True)
    return {name: held[name] for name in sorted(newest_first, key=_id)}


def chosen(name: str, folder: Path) -> Questionnaire:
    """Find one of the ``choices``, or by its SHA-256 one that a round holds. Raises
    ``NotFound``."""
    id_, _, version = name.partition("/")
    uploaded = Shelf.get_or_none((Shelf.id == id_) & (Shelf.version == version))
    if uploaded is None and (path := folder / f"{name}.md") in shipped(folder):
        return _parsed(path, path.stat().st_mtime_ns)
    return frozen.load(uploaded.questionnaire_id if uploaded else name)


def newest(questionnaire: Questionnaire, folder: Path) -> Choice | None:
    """Find the newest version, where that is another than this one."""
    same = [each for each in choices(folder) if _id(each.name) == questionnaire.id]
    return same[0] if same and same[0].sha256 != questionnaire.sha256 else None


def _expected(path: Path) -> tuple[str, str] | None:
    inside = path.resolve().parent.parent.name == "questionnaires"
    return (path.resolve().parent.name, path.stem) if inside else None


def _usable(folder: Path) -> Iterator[tuple[str, Questionnaire]]:
    for path in shipped(folder):
        with suppress(PortalError):
            yield f"{path.parent.name}/{path.stem}", _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _parsed(path: Path, _changed: int) -> Questionnaire:
    """Parse a shipped file, once for as long as it stays as it is."""
    return read(path)


def _id(name: str) -> str:
    return name.partition("/")[0]


def _order(name: str) -> list[tuple[int, str]]:
    """Order versions as people do: 2026.10 comes after 2026.9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(int(part), "") if part.isdigit() else (-1, part) for part in parts]
