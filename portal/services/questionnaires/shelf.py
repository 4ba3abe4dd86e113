"""Administrators see what is in the library and what uses it, put questionnaires in and take them
out."""

from __future__ import annotations

import codecs
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import Expression

from portal.errors import Conflict, NotFound
from portal.services import audit
from portal.services.questionnaires import frozen, library
from portal.store import db
from portal.store.library import Frozen, Shelf
from portal.store.rounds import Round
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One questionnaire of the library. ``rounds``: the titles of those that have frozen just this
    text."""

    questionnaire: Questionnaire
    uploaded: bool
    rounds: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.questionnaire.id}/{self.questionnaire.version}"

    @property
    def removable(self) -> bool:
        return self.uploaded and not self.rounds


def every(folder: Path) -> list[Entry]:
    """List them in the library's order."""
    rounds = defaultdict[str, list[str]](list)
    for row in Round.select(Round.title, Round.questionnaire).order_by(Round.opens):
        rounds[row.questionnaire_id].append(row.title)
    return [
        Entry(questionnaire, uploaded, tuple(rounds[questionnaire.sha256]))
        for questionnaire, uploaded in library.every(folder).values()
    ]


def entry(name: str, folder: Path) -> Entry:
    """Find an entry by ``ID/VERSION``. Raises ``NotFound``."""
    for each in every(folder):
        if each.name == name:
            return each
    raise NotFound(f"There is no questionnaire {name}.")


def put(source: bytes | str, folder: Path, who: str, now: datetime) -> Questionnaire:
    """Put a questionnaire in, under the id and version that it names itself.

    Raises ``QuestionnaireFaults``, and ``Conflict`` for a version that is there already.
    """
    new = parse(_kept(source))
    name = f"{new.id}/{new.version}"
    with db.writing():
        for choice in library.choices(folder):
            if choice.name == name:
                _refuse(new, library.chosen(name, folder))
        frozen.keep(new)
        Shelf.create(id=new.id, version=new.version, title=new.title, questionnaire=new.sha256)
        audit.note(who, f"added questionnaire {name}", now)
    return new


def remove(name: str, folder: Path, who: str, now: datetime) -> None:
    """Take an uploaded one out, and its text with it.

    Raises ``NotFound``, and ``Conflict`` where a round uses it or it is a shipped one.
    """
    with db.writing():
        own = entry(name, folder)
        if not own.uploaded:
            raise Conflict(f"{name} is included in the portal, so you cannot delete it.")
        if own.rounds:
            raise Conflict(f"{name} is used by a round, so you cannot delete it.")
        Shelf.delete().where(_shelved(own.questionnaire)).execute()
        Frozen.delete().where(Frozen.sha256 == own.questionnaire.sha256).execute()
        audit.note(who, f"deleted questionnaire {name}", now)


def legible(source: bytes | str) -> str:
    """Return the text with its lines as they are counted, to correct. A file in another encoding
    than ours is read in the likeliest one."""
    if isinstance(source, str):
        return _tidied(source)
    for encoding in ("utf-16",) if source.startswith(_UTF16) else ("utf-8", "cp1252"):
        with suppress(UnicodeDecodeError):
            return _tidied(source.decode(encoding))
    return _tidied(source.decode("latin-1"))


def _kept(source: bytes | str) -> bytes | str:
    """Even out the text, so that it is the same to us whether it came by a file of some system or
    was pasted. Bytes that are no text in UTF-8 stay as they are."""
    try:
        return _tidied(source.decode() if isinstance(source, bytes) else source)
    except UnicodeDecodeError:
        return source


def _tidied(text: str) -> str:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return lines.rstrip() + "\n"


def _refuse(new: Questionnaire, there: Questionnaire) -> None:
    name = f"{new.id}/{new.version}"
    if new.source == _tidied(there.source):
        raise Conflict(f"{name} is here already, word for word.")
    raise Conflict(
        f"There is a {name} already, with other contents. Give this one a new version: change"
        " “version” in its first lines."
    )


def _shelved(questionnaire: Questionnaire) -> Expression:
    name = (Shelf.id == questionnaire.id) & (Shelf.version == questionnaire.version)
    return name & (Shelf.questionnaire == questionnaire.sha256)
