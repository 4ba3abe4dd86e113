"""Released cells as they are stored: a line of JSON for each, an organisation's in two chapters."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Any, Literal, TypeAlias

from portal.disclosure.cells import Cell, Level
from portal.disclosure.figures import Figure
from portal.store.results import ReleasedCells

Chapter: TypeAlias = Literal["scores", "detail"]
"""Scores of everybody, and how people are split, stand by themselves: places are made of those of
all organisations."""


def rows(round_id: bytes, cells: Iterable[Cell]) -> list[dict[str, Any]]:
    """Return what is to be stored of a round at its count."""
    chapters = defaultdict[tuple[Level, str, Chapter], list[Cell]](list)
    for cell in cells:
        outline = (cell.measure == "score" and not cell.split) or cell.measure == "size"
        chapters[cell.level, cell.name, "scores" if outline else "detail"].append(cell)
    return [
        {
            "round": round_id,
            "level": level,
            "name": name,
            "chapter": chapter,
            "cells": json.dumps([_written(cell) for cell in each], separators=(",", ":")),
        }
        for (level, name, chapter), each in chapters.items()
    ]


def read(rows: Iterable[ReleasedCells]) -> list[Cell]:
    """Return the cells of rows as they were stored."""
    return [_cell(row.level, row.name, each) for row in rows for each in json.loads(row.cells)]


def noted(cell: Cell) -> str:
    """Write one cell of an organisation down, to be kept beside what it is about."""
    return json.dumps(_written(cell), separators=(",", ":"))


def noted_cell(organisation: str, text: str) -> Cell:
    """Return a cell as it was ``noted``."""
    return _cell("organisation", organisation, json.loads(text))


def of_rounds(
    round_ids: Collection[bytes], organisation: str, region: str
) -> dict[bytes, list[Cell]]:
    """Return by round the cells of an organisation, its region and the nation."""
    where = (ReleasedCells.level == "nation") | (
        (ReleasedCells.level == "organisation") & (ReleasedCells.name == organisation)
    )
    where |= (ReleasedCells.level == "region") & (ReleasedCells.name == region)
    told = defaultdict[bytes, list[Cell]](list)
    for row in _rows(ReleasedCells.round.in_(list(round_ids)) & where):
        told[row.round_id] += read([row])
    return dict(told)


def scores(round_id: bytes, wanted: Collection[str]) -> dict[str, dict[str, Cell]]:
    """Return these scores of every organisation of a round that is told any, by code and score.
    Each report reads them: those of statements, five times as many, are passed over unread."""
    return {
        row.name: {
            written[_ABOUT]: _cell(row.level, row.name, written)
            for written in json.loads(row.cells)
            if written[_MEASURE] == "score" and written[_ABOUT] in wanted
        }
        for row in _rows(_of_organisations(round_id))
    }


def outlines(round_id: bytes) -> dict[str, list[Cell]]:
    """Return the scores of every organisation of a round that is told any, statements' included,
    and the sizes of its groups."""
    told = defaultdict[str, list[Cell]](list)
    for cell in read(_rows(_of_organisations(round_id))):
        told[cell.name].append(cell)
    return dict(told)


def by_organisation(round_id: bytes) -> Iterator[tuple[str, list[Cell]]]:
    """Go over the organisations that are told anything, by code, each with its cells: never those
    of all are in memory."""
    where = (ReleasedCells.round == round_id) & (ReleasedCells.level == "organisation")
    rows: Any = _rows(where)
    for code, own in groupby(rows.iterator(), lambda row: str(row.name)):
        yield code, read(own)


def told(round_id: bytes) -> set[str]:
    """Return the codes of the organisations that are told anything."""
    names = ReleasedCells.select(ReleasedCells.name).distinct()
    own = (ReleasedCells.round == round_id) & (ReleasedCells.level == "organisation")
    return {row.name for row in names.where(own)}


def above(round_id: bytes) -> list[Cell]:
    """Return what stands above organisations in a round: the cells of types, regions and the
    nation."""
    where = (ReleasedCells.round == round_id) & (ReleasedCells.level != "organisation")
    return read(_rows(where))


def every(round_id: bytes) -> list[Cell]:
    """Return all that was released of a round: organisations, types, regions, the nation."""
    levels: tuple[Level, ...] = ("organisation", "type", "region", "nation")
    cells = read(_rows(ReleasedCells.round == round_id))
    return sorted(cells, key=lambda cell: (levels.index(cell.level), cell.name))


def _of_organisations(round_id: bytes) -> Any:
    where = (ReleasedCells.round == round_id) & (ReleasedCells.level == "organisation")
    return where & (ReleasedCells.chapter == "scores")


def _rows(where: Any) -> Iterable[ReleasedCells]:
    """Fetch rows, scores before the rest."""
    told: Iterable[ReleasedCells] = (
        ReleasedCells.select()
        .where(where)
        .order_by(ReleasedCells.name, ReleasedCells.chapter.desc())
    )
    return told


_ABOUT, _MEASURE = 2, 3
"""They stand there in what is written of a cell."""


def _written(cell: Cell) -> list[object]:
    figure = cell.figure
    return [
        *(cell.split, " ".join(cell.group), cell.about, cell.measure, " ".join(cell.part)),
        *(figure.value, figure.end, figure.step),
        *(cell.answers, cell.invited, int(cell.or_more)),
    ]


def _cell(level: Any, name: str, written: list[Any]) -> Cell:
    split, group, about, measure, part, value, end, step, answers, invited, or_more = written
    return Cell(
        level=level,
        name=name,
        about=about,
        measure=measure,
        figure=Figure(value, end, step),
        answers=answers,
        invited=invited,
        or_more=bool(or_more),
        split=split,
        group=tuple(group.split()),
        part=tuple(part.split()),
    )
