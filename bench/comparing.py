"""What people sent and what the export holds, by content: as multisets, since a counted round no
longer says who sent what."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

Said: TypeAlias = Mapping[str, Sequence[str]]
Rows: TypeAlias = Counter[tuple[str, ...]]

ORGANISATION = "northshire"
"""Everybody's (``servers.prepare``)."""


@dataclass(frozen=True, slots=True)
class Compared:
    """``missing``: acknowledged and not stored (as often); ``extra``: stored, and never sent (as
    often); ``alike``: acknowledged ones that cannot be told from another's."""

    what: str
    acknowledged: int
    stored: int
    missing: int
    extra: int
    alike: int

    @property
    def equal(self) -> bool:
        return not (self.missing or self.extra)

    def __str__(self) -> str:
        return (
            f"{self.what}: {self.acknowledged} acknowledged, {self.stored} stored;"
            f" {self.missing} missing, {self.extra} too many"
            f" ({self.alike} of them like another)"
        )


def compare(export: Path, sure: Iterable[Said], unclear: Iterable[Said]) -> list[Compared]:
    """``sure`` must be there as often as sent; ``unclear``, sent without an answer, at most so
    often."""
    responses, comments = _read(export / "responses.csv"), _read(export / "comments.csv")
    with (export / "responses.csv").open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader(file))
    columns = [name for name in header[1:] if not name.startswith(("score_", "blank__"))]
    sure, unclear = list(sure), list(unclear)
    width = len(columns) + 1
    stored = Counter(row[:width] for row in responses.elements())
    return [
        _compared("responses", stored, _cells(sure, columns), _cells(unclear, columns)),
        _compared("comments", comments, _texts(sure, columns), _texts(unclear, columns)),
    ]


def _compared(what: str, stored: Rows, sure: Rows, unclear: Rows) -> Compared:
    return Compared(
        what=what,
        acknowledged=sure.total(),
        stored=stored.total(),
        missing=(sure - stored).total(),
        extra=(stored - sure - unclear).total(),
        alike=sure.total() - len(sure),
    )


def _cells(people: Iterable[Said], columns: Sequence[str]) -> Rows:
    return Counter(
        (ORGANISATION, *(" ".join(said.get(f"q_{column}", ())) for column in columns))
        for said in people
    )


def _texts(people: Iterable[Said], columns: Sequence[str]) -> Rows:
    """Everything that is no column of the responses."""
    choices = {f"q_{column}" for column in columns}
    return Counter(
        (ORGANISATION, name.removeprefix("q_"), text)
        for said in people
        for name, texts in said.items()
        if name not in choices
        for text in texts
    )


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return Counter(tuple(row) for row in reader)
