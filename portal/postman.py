"""The postman: hands letters over, a little in each pass, and notes what became of each.

Letters to staff go first; rounds take turns after them. What goes wrong with all letters alike (no
connection, a wrong password) is no letter's fault: the postman waits, says so, and goes on later.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from portal.post.letters import Letter
from portal.post.outcomes import Deliver, Down, Refused, TryLater, Unknown
from portal.services import health

SLICE = 2.0
"""Seconds that a pass gives to the letters of rounds, so that nothing else has to wait longer."""
BATCH = 50
"""Letters of one round before it is another's turn."""
BURST = timedelta(seconds=10)
"""What was not sent for this long may be sent at once."""
PAUSES = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600))
"""How long to wait after the first failure of the post itself, the second, …"""
IN_A_ROW = 20
"""So many letters refused one after the other are not the fault of the addresses."""
UNADDRESSABLE = "no letter can be addressed to it"


class Outlet(Protocol):
    """Whose letters they are: ``outbox`` or ``notices``."""

    def sent(self, letter_id: bytes, /) -> None: ...
    def unclaim(self, letter_id: bytes, /) -> None: ...
    def later(self, letter_id: bytes, now: datetime, /) -> None: ...
    def refused(self, letter_id: bytes, why: str, /) -> None: ...


@dataclass
class Postman:
    """What one worker knows of its own deliveries. ``a_minute``: letters at most, 0 for as many as
    go; ``seconds``: that a pass gives to the letters of rounds. ``rest``: seconds after which there
    is more to deliver; None if all is delivered that can be now."""

    a_minute: int = 0
    seconds: float = SLICE
    rest: float | None = None
    turns: int = 0
    _began: float = 0.0
    _sent: datetime | None = None
    _until: datetime | None = None
    _downs: int = 0
    _in_a_row: int = 0
    _noted: str = ""

    def begin(self) -> None:
        """A pass begins to deliver; another round than last time has the first turn."""
        self.rest = None
        self.turns += 1
        self._began = time.monotonic()

    def moment(self, now: datetime) -> datetime:
        """What the clock shows by now, in a pass that began at ``now``."""
        return now + timedelta(seconds=time.monotonic() - self._began)

    def waits(self, now: datetime) -> bool:
        """Whether the post as a whole does not work, and it is too early to try again."""
        return self._until is not None and now < self._until

    def may_go_on(self, now: datetime) -> bool:
        """Whether this pass may deliver another letter of a round."""
        if self.waits(now):
            return False
        if time.monotonic() - self._began >= self.seconds:
            self.rest = 0.0
        elif self.a_minute and self._next(now) > now:
            self.rest = 1.0
        return self.rest is None

    def hand_over(
        self, outlet: Outlet, letter_id: bytes, letter: Letter, deliver: Deliver, now: datetime
    ) -> bool:
        """Whether a claimed letter went out. Raises ``Down`` where no other one can go either."""
        self._sent = self._next(now)
        try:
            deliver(letter)
        except Unknown:
            return False
        except ValueError:  # there is no writing such a message
            outlet.refused(letter_id, UNADDRESSABLE)
            return False
        except Refused as error:
            outlet.refused(letter_id, str(error))
            self._failed(now)
            return False
        except TryLater:
            outlet.later(letter_id, now)
            self._failed(now)
            return False
        except (Down, OSError) as error:
            outlet.unclaim(letter_id)
            raise self._down(error, now) from error
        outlet.sent(letter_id)
        self._works(now)
        return True

    def _next(self, now: datetime) -> datetime:
        """When the letter after the last one may go."""
        between = timedelta(minutes=1) / self.a_minute if self.a_minute else timedelta()
        return max(self._sent or now - BURST, now - BURST) + between

    def _failed(self, now: datetime) -> None:
        self._in_a_row += 1
        if self._in_a_row >= IN_A_ROW:
            raise self._down(Down(f"{self._in_a_row} letters in a row were not taken"), now)

    def _works(self, now: datetime) -> None:
        self._until, self._downs, self._in_a_row = None, 0, 0
        if self._noted != health.OK:
            self._noted = health.OK
            health.note_post(health.OK, now)

    def _down(self, error: Exception, now: datetime) -> Down:
        """Wait, longer each time, and say so where it is looked for."""
        said = str(error) if isinstance(error, Down) else type(error).__name__
        self._noted = f"letters cannot be delivered now: {said}"
        self._until = now + PAUSES[min(self._downs, len(PAUSES) - 1)]
        self._downs += 1
        health.note_post(self._noted, now)
        return Down(self._noted)
