"""The postman hands letters over, a little in each pass, and notes what became of each.

Letters to staff go first; rounds take turns after them. What goes wrong with all letters alike (no
connection, a wrong password) is no letter's fault: the postman waits, says so, and goes on later.
Where many letters of rounds fail and the connection is good, those to staff go on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.post.letters import STAFF, Letter
from portal.post.outcomes import Deliver, Down, Refused, TryLater, Unknown
from portal.services import health
from portal.services.letters.box import Box

SLICE = 2.0
"""A pass gives so many seconds to the letters of rounds; nothing else has to wait longer."""
BURST = timedelta(seconds=10)
"""What was not sent for this long may be sent at once."""
PAUSES = tuple(timedelta(seconds=s) for s in (30, 60, 120, 300, 600))
"""The postman waits so long after the first failure of the post itself, the second, …"""
IN_A_ROW = 20
"""If so many letters fail one after the other, it is not their own fault: of those that are put
off, one for each mail domain (a server may put off whom it does not know) unless they are tried
only once, and refusals that speak of the address are not counted."""
UNADDRESSABLE = "no letter can be addressed to it"


@dataclass
class Postman:
    """It holds what one worker knows of its own deliveries. ``a_minute``: letters at most, 0 for as
    many as go; ``seconds``: that a pass gives to the letters of rounds. ``rest``: seconds after
    which there is more to deliver; None if all is delivered that can be now."""

    a_minute: int = 0
    seconds: float = SLICE
    rest: float | None = None
    turns: int = 0
    _began: float = 0.0
    _sent: datetime | None = None
    _until: datetime | None = None
    _unreachable: bool = False
    _downs: int = 0
    _failed: set[str] = field(default_factory=set)
    _noted: str = ""
    _news: str = ""

    def begin(self) -> None:
        """Begin to deliver in a pass; another round than last time has the first turn."""
        self.rest, self._news = None, ""
        self.turns += 1
        self._began = time.monotonic()

    def moment(self, now: datetime) -> datetime:
        """Return what the clock shows by now, in a pass that began at ``now``."""
        return now + timedelta(seconds=time.monotonic() - self._began)

    def waits(self, now: datetime, box: str = "") -> bool:
        """Say whether the post as a whole does not work, for letters of a box, and it is too early
        to try again."""
        paused = self._until is not None and now < self._until
        return paused and (self._unreachable or box != STAFF)

    @property
    def in_doubt(self) -> bool:
        """It is true while the last that any worker heard of the post was trouble."""
        self._noted = self._noted or health.post_noted()
        return self._noted != health.OK

    def news(self) -> str:
        """Say once why letters have begun to wait; else nothing."""
        said, self._news = self._news, ""
        return said

    def reach(self, there: Callable[[], None], now: datetime) -> None:
        """Try to reach the post. Raises ``Down`` where no letter can go, before one is touched."""
        try:
            there()
        except (Down, OSError) as error:
            raise self._down(error, now) from error

    def may_go_on(self, now: datetime) -> bool:
        """Say whether this pass may deliver another letter of a round."""
        if self.waits(now):
            return False
        if time.monotonic() - self._began >= self.seconds:
            self.rest = 0.0
        elif self.a_minute and self._next(now) > now:
            self.rest = 1.0
        return self.rest is None

    def hand_over(
        self, letters: Box, letter_id: bytes, letter: Letter, deliver: Deliver, now: datetime
    ) -> bool:
        """Deliver a claimed letter; say whether it is at its end, which is the caller's to note: it
        went out, or is tried once only. Raises ``Down`` where no other one can go either."""
        self._sent = self._next(now)
        try:
            deliver(letter)
        except Unknown:
            self._count(letter_id.hex(), letter.box, now)
            return letter.once
        except ValueError:  # there is no writing such a message
            letters.refused(letter_id, UNADDRESSABLE)
            return letter.once
        except Refused as error:
            letters.refused(letter_id, str(error))
            self._count("" if error.of_address else letter_id.hex(), letter.box, now)
            return letter.once
        except TryLater:
            letters.later(letter_id, now)
            domain = letter.to.rpartition("@")[2]
            self._count(letter_id.hex() if letter.once else domain, letter.box, now)
            return letter.once
        except (Down, OSError) as error:
            letters.unclaim(letter_id)
            raise self._down(error, now) from error
        self._works(letter.box, now)
        return True

    def _next(self, now: datetime) -> datetime:
        """Return when the letter after the last one may go."""
        between = timedelta(minutes=1) / self.a_minute if self.a_minute else timedelta()
        return max(self._sent or now - BURST, now - BURST) + between

    def _count(self, what: str, box: str, now: datetime) -> None:
        """Count a failure that may be the post's own."""
        if not what or box == STAFF:
            return
        self._failed.add(what)
        if len(self._failed) >= IN_A_ROW:
            self._down(Down(f"{IN_A_ROW} letters in a row were not taken"), now, reachable=True)

    def _works(self, box: str, now: datetime) -> None:
        """Note that the post works; one letter to staff does not show that those of rounds go."""
        if box == STAFF and not self._unreachable:
            return
        self._until, self._unreachable, self._downs = None, False, 0
        self._failed.clear()
        if self._noted != health.OK:
            self._noted = health.OK
            health.note_post(health.OK, now)

    def _down(self, error: Exception, now: datetime, *, reachable: bool = False) -> Down:
        """Wait, longer each time, and say so where it is looked for."""
        said = str(error) if isinstance(error, Down) else type(error).__name__
        self._noted = f"letters cannot be delivered now: {said}"
        self._until = now + PAUSES[min(self._downs, len(PAUSES) - 1)]
        self._unreachable = not reachable
        self._downs += 1
        self._failed.clear()
        self._news = self._noted
        health.note_post(self._noted, now)
        return Down(self._noted)
