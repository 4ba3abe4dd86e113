"""What organisations said in their returns, as tables; coded texts among them."""

from __future__ import annotations

from portal.reports.returns.tables import tables
from portal.reports.table import Table
from portal.services.returns import coding, submitted
from portal.services.rounds.register import RoundInfo


def tables_of(round_: RoundInfo, *, public: bool = False) -> tuple[Table, ...]:
    """Return the tables of a counted round of returns. For the ``public`` none is of a type of
    fewer than four organisations. Raises as ``submitted.submitted`` does."""
    of = submitted.submitted(round_)
    return tables(of.returns, coding.in_the_end(round_, of), public=public)
