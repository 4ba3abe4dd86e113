"""The themes of what organisations wrote, question by question: administrators keep the list."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit, editing
from portal.services.returns import coding
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.returns import Coding, Theme

LONGEST, MOST = 60, 40
"""Characters of a name; themes of a question."""


def add(code: str, key: str, name: str, who: str, now: datetime) -> None:
    """Add a theme to a question's. Raises ``Refused`` for a name that will not do, ``Conflict``
    where the question is coded, and ``NotFound``."""
    with db.writing():
        round_ = _open(code, key, who)
        themes = _every(round_, key)
        if len(themes) >= MOST:
            raise Refused(f"A question has {MOST} themes at most. Rename one, or remove one.")
        _check(name, themes)
        Theme.create(id=secrets.token_bytes(16), round=round_.id, item=key, name=name)
        audit.note(who, f"added a theme to {key} of round {code}", now)


def rename(
    code: str,
    key: str,
    theme: str,
    name: str,
    who: str,
    now: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Give a theme another name, at any time. ``seen``: the fingerprint (``editing``) of what
    ``in_words`` said when the form was shown. Raises ``Refused``, ``NotFound`` and
    ``EditedMeanwhile``."""
    with db.writing():
        round_ = rounds.by_code(code)
        row = _by_id(round_, key, theme)
        editing.check(seen, in_words(row.name), "theme")
        _check(name, [each for each in _every(round_, key) if each.id != row.id])
        if name != row.name:
            Theme.update(name=name).where(Theme.id == row.id).execute()
            audit.note(who, f"renamed a theme of {key} of round {code}", now)


def in_words(name: str) -> editing.Shown:
    """Say what a form shows of a theme."""
    return {"name": name}


def remove(code: str, key: str, theme: str, who: str, now: datetime) -> None:
    """Remove a theme. Raises ``NotFound``, and ``Conflict`` where a text stands under it."""
    with db.writing():
        round_ = rounds.by_code(code)
        row = _by_id(round_, key, theme)
        of_question = (Coding.round == round_.id) & (Coding.item == key)
        if any(theme in each.themes.split() for each in Coding.select().where(of_question)):
            raise Conflict(f"Somebody has put a text under “{row.name}”, so it cannot be removed.")
        Theme.delete().where(Theme.id == row.id).execute()
        audit.note(who, f"removed a theme of {key} of round {code}", now)


def _open(code: str, key: str, who: str) -> RoundInfo:
    """Look up the round of a question that is not coded yet."""
    round_ = rounds.by_code(code)
    if coding.question(round_, key, who).both:
        raise Conflict("Two people have coded these texts, so no theme can be added.")
    return round_


def _every(round_: RoundInfo, key: str) -> list[Theme]:
    return list(Theme.select().where((Theme.round == round_.id) & (Theme.item == key)))


def _by_id(round_: RoundInfo, key: str, theme: str) -> Theme:
    for row in _every(round_, key):
        if row.id.hex() == theme:
            return row
    raise NotFound("This theme no longer exists.")


def _check(name: str, others: Sequence[Theme]) -> None:
    if not (1 <= len(name) <= LONGEST and name.isprintable()):
        raise Refused(f"Give the theme a name of 1 to {LONGEST} characters.")
    if name.casefold() in [each.name.casefold() for each in others]:
        raise Refused(f"There is a theme “{name}” already.")
