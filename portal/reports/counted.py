"""What the files of a counted round are made of: handed down by a service, written by an export."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

from portal.reports.table import Told
from portal.survey.questionnaire import Questionnaire

Row = TypeVar("Row")


class Reply(NamedTuple):
    """It is one response. ``organisation`` is empty where it is withheld; scores are exact
    fractions as text."""

    organisation: str
    answers: Mapping[str, Any]
    scores: Mapping[str, str]


class Remark(NamedTuple):
    """It is a free text; ``item`` may end in ``__other``."""

    organisation: str
    item: str
    text: str


class Tally(NamedTuple):
    """So many per cent of an organisation's people gave one of these ``options`` (ids with spaces
    between; ``-`` for no answer) to an item that asks what they are."""

    organisation: str
    item: str
    options: str
    percent: int


class Place(NamedTuple):
    """It is an organisation as it took part: how many were ``invited`` by name, and how many have
    answered, as far as that is told."""

    name: str
    type: str
    region: str
    invited: int | None = None
    answered: Told = Told("")


class Withheld(NamedTuple):
    """It says what is told of nobody, or not of this organisation (by its code), and why.
    ``about``: an id of the questionnaire, or what a file calls it; ``label``: the same in words."""

    organisation: str
    about: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Repeated(Generic[Row]):
    """Rows are read again each time that somebody goes over them, so that never all of them are in
    memory."""

    read: Callable[[], Iterator[Row]]

    def __iter__(self) -> Iterator[Row]:
        return self.read()


@dataclass(frozen=True, slots=True)
class Counted:
    """``replies`` and ``remarks`` can be gone over as often as need be; there may be very many.
    ``places``: the organisations that took part, by code, in the order of their names.
    ``round``: the code of the round, which is called ``title``."""

    questionnaire: Questionnaire
    replies: Iterable[Reply]
    remarks: Iterable[Remark] = ()
    tallies: Sequence[Tally] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    withheld: Sequence[Withheld] = ()
    round: str = ""
    title: str = ""
