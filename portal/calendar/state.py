"""A round goes through these states, in this order."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """``closing``: personal data are being destroyed; ``closed``: the count comes next;
    ``releasing``: the keys are being destroyed; ``archived``: counted, and put away."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    RELEASING = "releasing"
    COUNTED = "counted"
    ARCHIVED = "archived"

    @property
    def planned(self) -> bool:
        """It has not opened: everything may still be changed."""
        return self in PLANNED

    @property
    def living(self) -> bool:
        """It has a list of people, and letters may still go out."""
        return self in LIVING

    @property
    def coming(self) -> bool:
        """Its organisations see it, and can invite people."""
        return self in COMING

    @property
    def takes_answers(self) -> bool:
        return self is State.OPEN

    @property
    def has_results(self) -> bool:
        """Its ballots have been counted."""
        return self in (State.RELEASING, *OVER)

    @property
    def over(self) -> bool:
        """The worker has no more to do, but to delete the responses in time."""
        return self in OVER


PLANNED = (State.DRAFT, State.SCHEDULED)
COMING = (State.SCHEDULED, State.OPEN)
LIVING = (*PLANNED, State.OPEN)
OVER = (State.COUNTED, State.ARCHIVED)
