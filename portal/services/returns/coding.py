"""What organisations wrote is put under themes by two administrators, each alone; where they
differ, one of them settles it.

Neither is told what the other has done with any text before both have been through all of them, and
from then on neither can change it: what is said of their agreement would not be true.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.errors import Conflict, NotFound
from portal.reports.returns.themes import Coded, heading
from portal.services import audit
from portal.services.returns import submitted
from portal.services.returns.submitted import AllReturns, Written
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.returns import Coding, Theme, put_coding

TWO = 2
SETTLED = ""
"""Stands for the coder of what holds in the end."""
Marks = Mapping[str, frozenset[str]]
"""By the code of an organisation, the ids of the themes of its text."""


@dataclass(frozen=True)
class OpenQuestion:
    """A question that was answered in words. ``themes``: ids and names, by name; ``coded``: by
    coder, of how many texts; ``marks``: by coder, as far as whoever looks may see them."""

    key: str
    heading: str
    texts: Sequence[Written]
    themes: Sequence[tuple[str, str]]
    coded: Mapping[str, int]
    marks: Mapping[str, Marks]
    settled: Marks

    @property
    def both(self) -> bool:
        """Two people have coded all texts."""
        return len(self.coded) == TWO and set(self.coded.values()) == {len(self.texts)}

    @property
    def pairs(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """What each of the two said, by organisation; nothing before both are through."""
        if not self.both:
            return {}
        first, second = (self.marks[coder] for coder in self.coded)
        return {each.code: (first[each.code], second[each.code]) for each in self.texts}

    @property
    def differing(self) -> list[Written]:
        """The texts on which the two differ."""
        return [each for each in self.texts if len({*self.pairs.get(each.code, ())}) > 1]

    @property
    def left(self) -> int:
        """How many of these are still to be settled."""
        return sum(each.code not in self.settled for each in self.differing)

    @property
    def final(self) -> Coded | None:
        """How the texts are coded in the end; None before that."""
        if not self.both or self.left or not self.themes:
            return None
        agreed = {code: first for code, (first, _) in self.pairs.items()}
        return Coded(self.key, self.themes, {**agreed, **self.settled})

    def open_to(self, who: str) -> bool:
        """Say whether somebody may code it, or change what they have."""
        return not self.both and (who in self.coded or len(self.coded) < TWO)


def questions(round_: RoundInfo, who: str) -> list[OpenQuestion]:
    """Return the questions that organisations answered in words, for ``who`` looks at them. Raises
    as ``submitted.submitted`` does."""
    return _questions(round_, submitted.submitted(round_), who)


def question(round_: RoundInfo, key: str, who: str) -> OpenQuestion:
    """Return one of them. Raises ``NotFound``, too, where nobody wrote anything."""
    for each in questions(round_, who):
        if each.key == key:
            return each
    raise NotFound("No organisation wrote anything there.")


def in_the_end(round_: RoundInfo, of: AllReturns) -> dict[str, Coded]:
    """Return what two people have coded and settled, by the key of the answers."""
    every = _questions(round_, of, SETTLED)
    return {each.key: final for each in every if (final := each.final)}


def mark(
    code: str, key: str, organisation: str, themes: Collection[str], who: str, now: datetime
) -> None:
    """Put an organisation's text under these themes, or under none. Raises ``NotFound``, and
    ``Conflict`` where two others code the question, or all is coded, or a theme is gone."""
    with db.writing():
        asked = _asked(code, key, organisation, themes, who)
        if not asked.open_to(who):
            raise Conflict(
                "Two people have coded these texts, so you cannot change the coding."
                if asked.both
                else "Two other people code these texts."
            )
        if who not in asked.coded:
            audit.note(who, f"began to code {key} of round {code}", now)
        _put(code, key, organisation, themes, who)


def settle(
    code: str, key: str, organisation: str, themes: Collection[str], who: str, now: datetime
) -> None:
    """Say under which themes a text stands in the end. Raises ``NotFound``, and ``Conflict`` where
    the two do not differ, or not yet."""
    with db.writing():
        asked = _asked(code, key, organisation, themes, who)
        if organisation not in [each.code for each in asked.differing]:
            raise Conflict("There is no difference to settle.")
        _put(code, key, organisation, themes, SETTLED)
        audit.note(who, f"settled {key} of {organisation} in round {code}", now)


def drop(code: str, key: str, coder: str, who: str, now: datetime) -> None:
    """Delete what somebody has coded of a question, and what was settled, so that it can be coded
    again. Raises ``NotFound`` where they have coded nothing."""
    with db.writing():
        round_ = rounds.by_code(code)
        if coder not in question(round_, key, who).coded:
            raise NotFound("That person has coded nothing there.")
        gone = Coding.coder.in_([coder, SETTLED])
        own = (Coding.round == round_.id) & (Coding.item == key)
        Coding.delete().where(own & gone).execute()
        audit.note(who, f"deleted what {coder} had coded of {key} in round {code}", now)


def _questions(round_: RoundInfo, of: AllReturns, who: str) -> list[OpenQuestion]:
    themes = defaultdict[str, list[tuple[str, str]]](list)
    for row in Theme.select().where(Theme.round == round_.id).order_by(Theme.name):
        themes[row.item].append((row.id.hex(), row.name))
    marks = defaultdict[str, dict[str, dict[str, frozenset[str]]]](dict)
    for mark in Coding.select().where(Coding.round == round_.id).order_by(Coding.coder):
        own = marks[mark.item].setdefault(mark.coder, {})
        own[mark.organisation_id] = frozenset(mark.themes.split())
    return [
        _question(round_, key, texts, themes[key], marks[key], who)
        for key, texts in of.texts.items()
    ]


def _question(
    round_: RoundInfo,
    key: str,
    texts: Sequence[Written],
    themes: Sequence[tuple[str, str]],
    marks: Mapping[str, Marks],
    who: str,
) -> OpenQuestion:
    coders = {coder: own for coder, own in marks.items() if coder != SETTLED}
    whole = OpenQuestion(
        key,
        heading(round_.text, key),
        texts,
        themes,
        {coder: len(own) for coder, own in coders.items()},
        coders,
        marks.get(SETTLED, {}),
    )
    if whole.both:
        return whole
    return replace(whole, marks={who: coders.get(who, {})})


def _asked(
    code: str, key: str, organisation: str, themes: Collection[str], who: str
) -> OpenQuestion:
    """Look a question up within the caller's transaction, of which these are a text and themes."""
    asked = question(rounds.by_code(code), key, who)
    if organisation not in [each.code for each in asked.texts]:
        raise NotFound("That organisation wrote nothing there.")
    if not {*themes} <= {id for id, _ in asked.themes}:
        raise Conflict("A theme was removed in the meantime. Go back to the list of themes.")
    return asked


def _put(code: str, key: str, organisation: str, themes: Collection[str], coder: str) -> None:
    round_ = rounds.by_code(code)
    put_coding(round_.id, key, organisation, coder, " ".join(sorted({*themes})))
