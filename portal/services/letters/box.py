"""Two boxes hold letters, one those to respondents and one those to staff: they are due, claimed,
sent.

A letter is claimed by a conditional update before it is handed over, so that two workers never
send the same one. One that was being handed over when its worker died stays *sending*: nobody
knows whether it went out, so it is not sent again by itself.

Only those who have not answered are sent a reminder, so nothing that becomes of one is noted: it is
tried once and then done, as those are that were left out. Nor does it tell of its address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.store import db, letters
from portal.store.letters import Notice, Outgoing

UNCERTAIN_AFTER = timedelta(minutes=10)
"""A letter that is in hand for so long was its worker's last; longer than handing one over can
take."""


@dataclass(frozen=True, slots=True)
class Box:
    """It holds the letters of one table. ``pauses``: before the second try, the third, …;
    ``on_given_up`` gets a letter that is not tried again, why not, and when."""

    table: type[Outgoing] | type[Notice]
    pauses: Sequence[timedelta]
    on_given_up: Callable[[Any, str, datetime], object] = lambda _letter, _why, _now: None

    def claim(self, letter_id: bytes, now: datetime, before: bytes | None = None) -> bool:
        """Say whether the letter is ours to send: not if another worker was there first, or it is
        gone with its round. ``before``: one that went out, or was not to go, which is noted with
        it."""
        return letters.claim(self.table._meta.table_name, letter_id, now, before)

    def sent(self, letter_id: bytes) -> None:
        """Note that it went out, or was not to go; nothing tells how often it was tried."""
        letters.done(self.table._meta.table_name, letter_id, "done")

    def unclaim(self, letter_id: bytes) -> None:
        """Put back what certainly did not go out, through no fault of its own: whoever comes next
        may send it."""
        self._return(letter_id)

    def later(self, letter_id: bytes, why: str, now: datetime, *, at_last: bool = True) -> None:
        """Put off what was not taken this time until after the next pause, at last no more. Where
        it may be the fault of the post (``at_last`` false), and so of no letter, the first pause
        comes again."""
        with db.writing():
            if (row := self._telling(letter_id)) is None:
                return
            if not at_last:
                self._return(letter_id, retry=now + self.pauses[0])
            elif row.attempts < len(self.pauses):
                pause = self.pauses[row.attempts]
                self._return(letter_id, attempts=row.attempts + 1, retry=now + pause)
            else:
                self._give_up(row, why, now)

    def refused(self, letter_id: bytes, why: str, now: datetime) -> None:
        """Give the letter up, since its address does not work."""
        with db.writing():
            if row := self._telling(letter_id):
                self._give_up(row, why, now)

    def uncertain(self, now: datetime) -> Any:
        """Return the condition for letters of which nobody knows whether they went out."""
        return (self.table.state == "sending") & (self.table.claimed <= now - UNCERTAIN_AFTER)

    def _telling(self, letter_id: bytes) -> Any:
        """Return the letter, if it may tell what became of it."""
        told = ~self.table.kind.startswith("reminder")
        return self.table.get_or_none((self.table.id == letter_id) & told)

    def _return(self, letter_id: bytes, **noted: object) -> None:
        back = self.table.update(state="due", claimed=None, **noted)
        back.where((self.table.id == letter_id) & (self.table.state == "sending")).execute()

    def _give_up(self, row: Any, why: str, now: datetime) -> None:
        letters.done(self.table._meta.table_name, row.id, "refused")
        self.on_given_up(row, why, now)
