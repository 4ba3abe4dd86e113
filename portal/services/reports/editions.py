"""Placeholder until the real one is merged."""

from __future__ import annotations

from portal.reports.edition import Edition
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer


def every(round_: RoundInfo, employer: Employer) -> tuple[Edition, ...]:
    raise NotImplementedError
