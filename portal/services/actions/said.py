"""“You said, we did”: the page on which an organisation tells its staff what it does, as it was
published. It is read without an account, and so by a process that knows of no report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from portal.calendar.london import day_in_words, london_day
from portal.errors import NotFound
from portal.store.actions import Said, said_before
from portal.vault import tokens

TITLES: Mapping[str, str] = {
    "done": "What was done",
    "under way": "What is under way",
    "not started": "What is planned",
    "dropped": "What was decided against, and why",
}
"""The parts of the page, in order, by the progress of what stands in them."""


@dataclass(frozen=True, slots=True)
class SaidEntry:
    """One thing that people said, and what is done about it; ``due``: in words, or empty."""

    finding: str
    action: str
    note: str
    due: str
    progress: str


@dataclass(frozen=True, slots=True)
class SaidPart:
    title: str
    entries: tuple[SaidEntry, ...]


@dataclass(frozen=True, slots=True)
class SaidPage:
    """``opening``: paragraphs; ``on``: the day of publication in words, empty in a preview."""

    organisation: str
    round: str
    opening: tuple[str, ...]
    parts: tuple[SaidPart, ...]
    on: str


def page(text: str) -> SaidPage:
    """Return the page that an address leads to. Raises ``NotFound``, in the same words where there
    never was one and where it is taken back."""
    token = tokens.token_of(text)
    row = Said.get_or_none((Said.token == token) & Said.published.is_null(False)) if token else None
    if row is None:
        raise NotFound(
            "There is no page at this address. It may have been taken back: ask the person"
            " who sent you here."
        )
    return read(row.body, row.opening, london_day(row.published))


def before(round_id: bytes, organisation: str) -> str:
    """Return what an address has of the page that the organisation has published after the round of
    the year before; empty where there is none."""
    token = said_before(round_id).get(organisation)
    return tokens.link_text(token) if token else ""


def write(organisation: str, round_: str, entries: Iterable[SaidEntry]) -> str:
    """Write down what is published."""
    body = {"organisation": organisation, "round": round_, "entries": [*map(asdict, entries)]}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def read(body: str, opening: str, on: date | None = None) -> SaidPage:
    """Read back what was written down."""
    stored = json.loads(body)
    entries = [SaidEntry(**each) for each in stored["entries"]]
    parts = (
        SaidPart(title, tuple(each for each in entries if each.progress == progress))
        for progress, title in TITLES.items()
    )
    return SaidPage(
        stored["organisation"],
        stored["round"],
        tuple(line for line in opening.splitlines() if line.strip()),
        tuple(part for part in parts if part.entries),
        day_in_words(on) if on else "",
    )
