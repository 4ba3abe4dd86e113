"""A list's first row names its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.errors import Refused
from portal.tabular.rows import Sheet


def records(
    sheet: Sheet, needed: Sequence[str], optional: Sequence[str] = ()
) -> list[tuple[int, Mapping[str, str]]]:
    """Read each row below the first, with its number, by the names of the columns, which may come
    in any order; a cell that is not there is empty. Raises ``Refused``."""
    (_, heads), *below = sheet.rows
    names = [head.lower().replace(" ", "_") for head in heads]
    while names and not names[-1]:
        names.pop()
    _check(names, needed, optional)
    for number, cells in below:
        if any(cells[len(names) :]):
            raise Refused(f"Row {number} has more cells than the first row has names.")
    return [(number, _record(names, cells)) for number, cells in below]


def _check(names: Sequence[str], needed: Sequence[str], optional: Sequence[str]) -> None:
    wanted = ", ".join(needed) + "".join(f", perhaps {name}" for name in optional)
    should = f"The first row must name the columns: {wanted}."
    if lacking := [name for name in needed if name not in names]:
        raise Refused(f"There is no column {' and no column '.join(lacking)}. {should}")
    if unknown := [name for name in names if name not in (*needed, *optional)]:
        named = ", ".join(f"“{name}”" for name in unknown[:5])
        raise Refused(f"{named} should not be among the columns. {should}")
    if len(set(names)) < len(names):
        raise Refused(f"A column stands there twice. {should}")


def _record(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    padded = [*cells, *[""] * (len(names) - len(cells))]
    return dict(zip(names, padded, strict=False))
