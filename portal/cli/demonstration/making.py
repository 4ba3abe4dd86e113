"""``flask demo --counted``: two rounds of invented organisations, a year apart, really counted, and
what goes with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from portal.cli.demonstration import assessments, plans, practitioners, remarks
from portal.cli.demonstration.stage import Stage

if TYPE_CHECKING:
    from portal.worker.tools import Tools

PARTS: tuple[Callable[[Stage], None], ...] = (
    practitioners.last_year,
    plans.last_year,
    assessments.this_year,
    practitioners.this_year,
    plans.this_year,
    remarks.publish,
)
"""In the order in which they happened. Each makes only what is not there yet."""


def make(tools: Tools, now: datetime) -> None:
    """Make what is not there yet."""
    stage = Stage.at(tools, now)
    for part in PARTS:
        part(stage)
