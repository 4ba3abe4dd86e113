"""Every number that staff are shown of a round stands here: its one term, and what it counts.

Pages, tables and commands take both from here, so that none can say something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.disclosure.answered import Numbers, Part, Way
from portal.services.figures.reach import Reach

Name: TypeAlias = Literal[
    "named", "slips", "sent", "undeliverable", "submitted", "rate", "forwarded"
]
TERMS: Mapping[Name, str] = {
    "named": "invited by name",
    "slips": "slips made",
    "sent": "letters sent",
    "undeliverable": "not reached by letters",
    "submitted": "submitted",
    "rate": "response rate",
    "forwarded": "by the link to forward",
}
"""The first four are as of now, the others as at the last count. People by name are on the list,
neither taken off nor waiting; letters sent are the invitations of these."""
NOT_COUNTED = Numbers(Part().hidden, Part().hidden, Part().hidden)
"""What is shown of an organisation that has joined since the last count, or before the opening."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in words, with its term. ``said`` is empty where it may not be shown, or there is
    none; ``of``: what a share is of."""

    term: str
    said: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round stands in an organisation, or in several. ``numbers`` are of the last count;
    ``link``: there is, or was, a link to forward."""

    reach: Reach
    numbers: Numbers = NOT_COUNTED
    link: bool = False

    def __getitem__(self, name: Name) -> Figure:
        reach, numbers = self.reach, self.numbers
        said = {
            "named": f"{reach.named:,}",
            "slips": f"{reach.slips:,}",
            "sent": f"{reach.sent:,}",
            "undeliverable": f"{reach.undeliverable:,}",
            "submitted": numbers.shown.said,
            "rate": numbers.rate_said,
            "forwarded": numbers.forwarded.said,
        }
        of = {
            "sent": f"of {reach.named:,} {TERMS['named']}" if reach.sent != reach.named else "",
            "rate": numbers.fraction,
        }
        return Figure(TERMS[name], said[name], of.get(name, ""))

    def too_few(self, floor: int) -> bool:
        """Say whether somebody is invited, but so few by name that the organisation cannot be
        reported by itself: only answers to letters make ``floor``, none by slip or by a link to
        forward."""
        return self.reach.named < floor and bool(self.reach.invited or self.link)

    @property
    def left_out(self) -> tuple[Way, ...]:
        """The ways of answering that were there at the last count and may not be shown."""
        return self.numbers.left_out

    @property
    def uncounted(self) -> tuple[Way, ...]:
        """The ways of answering that there were not at the last count: the next one is their
        first."""
        given: dict[Way, object] = {
            "letters": self.reach.named,
            "slips": self.reach.slips,
            "forwarded": self.link,
        }
        return tuple(way for way in given if given[way] and not self.numbers.part(way).ever)
