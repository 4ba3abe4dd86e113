"""The places of all organisations, by name, each as the interval in which it could lie by chance:
for administrators alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from portal.reports import verdicts, words
from portal.reports.edition import Edition, keyed
from portal.reports.nation.country import Country
from portal.reports.ranks import ordinal
from portal.reports.table import Column, Table, Told, Value

COLUMNS = (
    Column("organisation", "Organisation", "id"),
    Column("name", "Organisation"),
    Column("type", "Type"),
    Column("region", "Region"),
    Column("between", "Place in England, by chance", "figure"),
    Column("of", "Organisations", "number"),
)
NOTE = (
    "A place is told from 20 answers, among ten organisations or more that are told the same"
    " standards. Organisations whose places overlap cannot be told apart: this is no league table,"
    " and nobody but administrators has it."
)


def places(country: Country) -> Table:
    """Return the table; without rows where nobody has a place."""
    rows = tuple(_rows(country))
    return Table("places", "Places", COLUMNS, rows if any(row[-1] for row in rows) else (), (NOTE,))


def _rows(country: Country) -> Iterator[tuple[Value, ...]]:
    regions = {each.code: each.region for each in country.members}
    for each in country.members:
        place = verdicts.place(_edition(country.edition, each.code, regions))
        between, of = Told(words.NOT_SHOWN), None
        if place:
            said = f"between {ordinal(place.first)} and {ordinal(place.last)}"
            between, of = Told(said, place.first), place.of
        yield each.code, each.name, each.type, each.region, between, of


def _edition(england: Edition, code: str, regions: dict[str, str]) -> Edition:
    """Make of England's edition that of an organisation, as far as its place goes."""
    nation = (cell for cell in england.cells.values() if cell.level == "nation")
    own = england.others.get(code, {}).values()
    return replace(england, code=code, cells=keyed((*nation, *own)), regions=regions)
