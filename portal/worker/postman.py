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
from portal.post.outcomes import (
    Deliver,
    Distrusted,
    Doubted,
    Down,
    Refused,
    TryLater,
    Unknown,
)
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
THE_SAME = 3
"""If so many are refused as if it were our fault, and none has been taken lately, it is."""
LATELY = timedelta(minutes=10)
LATELY_ELSEWHERE = timedelta(days=3)
"""Where a single mail domain refuses, it counts for so long that letters to others were taken."""
ARRIVED = timedelta(hours=1)
"""A letter that was taken tells for so long that its mail domain can be written to."""
FEW = 2
"""Letters in a whole pass with more waiting; so slow a post is told of."""
SLOWLY = "letters go out slowly: the mail server takes seconds over each"
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
    _staff_until: datetime | None = None
    _downs: int = 0
    _failed: set[str] = field(default_factory=set)
    _against_us: dict[str, str] = field(default_factory=dict)
    _arrived: dict[str, datetime] = field(default_factory=dict)
    _worked: datetime | None = None
    _dealt: int = 0
    _noted: str = ""
    _news: str = ""

    def begin(self) -> None:
        """Begin to deliver in a pass; another round than last time has the first turn."""
        self.rest, self._news, self._dealt = None, "", 0
        self.turns += 1
        self._began = time.monotonic()

    def moment(self, now: datetime) -> datetime:
        """Return what the clock shows by now, in a pass that began at ``now``."""
        return now + timedelta(seconds=time.monotonic() - self._began)

    def waits(self, now: datetime, box: str = "") -> bool:
        """Say whether the post as a whole does not work, for letters of a box, and it is too early
        to try again. Somebody sits waiting for those to staff, so these are tried most often."""
        until = self._staff_until if box == STAFF else self._until
        return until is not None and now < until

    @property
    def in_doubt(self) -> bool:
        """It is true while the last that any worker heard of the post was trouble."""
        self._noted = self._noted or health.post_noted()
        return self._noted not in (health.OK, SLOWLY)

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
        """Say whether this pass may deliver another letter of a round: one at least, however slow
        the post is."""
        if self.waits(now):
            return False
        if self._dealt and time.monotonic() - self._began >= self.seconds:
            self.rest = 0.0
            if self._dealt <= FEW and not self.in_doubt:
                self._note(SLOWLY, now)
        elif self.a_minute and self._next(now) > now:
            self.rest = 1.0
        return self.rest is None

    def dealt(self) -> None:
        """Note that a letter of a round was looked at in this pass, whether or not it went out."""
        self._dealt += 1

    def pass_over(self, now: datetime) -> None:
        """Have a letter that does not go out take its turn all the same: the pace of the others is
        seen, and would tell how many had answered and so were not reminded."""
        self._sent = self._next(now)

    def hand_over(
        self, letters: Box, letter_id: bytes, letter: Letter, deliver: Deliver, now: datetime
    ) -> bool:
        """Deliver a claimed letter; say whether it is at its end, which is the caller's to note: it
        went out, or is tried once only. Raises ``Down`` where no other one can go either."""
        self._sent = self._next(now)
        try:
            deliver(letter)
        except Unknown:
            self._count(letter_id.hex(), letter, now)
        except ValueError:  # there is no writing such a message
            letters.refused(letter_id, UNADDRESSABLE, now)
        except Refused as error:
            letters.refused(letter_id, str(error), now)
        except (Doubted, Distrusted) as error:
            self._doubt(letters, letter_id, letter, error, now)
        except TryLater as error:
            letters.later(letter_id, str(error), now, at_last=not self.in_doubt)
            self._count(letter_id.hex() if letter.once else _domain(letter), letter, now)
        except (Down, OSError) as error:
            letters.unclaim(letter_id)
            raise self._down(error, now) from error
        else:
            self._works(letter, now)
            return True
        return letter.once

    def _doubt(
        self,
        letters: Box,
        letter_id: bytes,
        letter: Letter,
        error: Doubted | Distrusted,
        now: datetime,
    ) -> None:
        """Hold a refusal against its address only where other letters to its domain are taken."""
        taken = self._arrived.get(_domain(letter))
        if isinstance(error, Doubted) and error.of_form:
            taken = max(self._arrived.values(), default=None)
        if isinstance(error, Doubted) and taken and now - taken <= ARRIVED:
            letters.refused(letter_id, str(error), now)
        else:
            letters.later(letter_id, str(error), now, at_last=not self.in_doubt)
        self._count(letter_id.hex(), letter, now, str(error))

    def _next(self, now: datetime) -> datetime:
        """Return when the letter after the last one may go."""
        between = timedelta(minutes=1) / self.a_minute if self.a_minute else timedelta()
        return max(self._sent or now - BURST, now - BURST) + between

    def _count(self, what: str, letter: Letter, now: datetime, against_us: str = "") -> None:
        """Count a failure that may be the post's own. ``against_us``: what was said that may be
        true of all letters."""
        if letter.box == STAFF:
            return
        self._failed.add(what)
        if against_us:
            self._against_us[what] = _domain(letter)
        if len(self._failed) >= IN_A_ROW or self._all_refused(now):
            said = f"{len(self._failed)} letters in a row were not taken"
            why = f": “{against_us}”" if against_us else ""
            self._down(Down(said + why), now, reachable=True)

    def _all_refused(self, now: datetime) -> bool:
        lately = LATELY if len(set(self._against_us.values())) > 1 else LATELY_ELSEWHERE
        worked = self._worked is not None and now - self._worked <= lately
        return len(self._against_us) >= THE_SAME and not worked

    def _works(self, letter: Letter, now: datetime) -> None:
        """Note that the post works; one letter to staff does not show that those of rounds go. Nor
        does a reminder tell anything of addresses: only those who have not answered get one."""
        if letter.box == STAFF and self._staff_until is None:
            return
        if letter.box != STAFF:
            self._worked = now
            if not letter.once:
                self._arrived[_domain(letter)] = now
        self._until, self._staff_until, self._downs = None, None, 0
        self._failed.clear()
        self._against_us.clear()
        if self._noted != health.OK:
            self._note(health.OK, now)

    def _note(self, said: str, now: datetime) -> None:
        self._noted = said
        health.note_post(said, now)

    def _down(self, error: Exception, now: datetime, *, reachable: bool = False) -> Down:
        """Wait, longer each time, and say so where it is looked for."""
        said = str(error) if isinstance(error, Down) else type(error).__name__
        self._note(f"letters cannot be delivered now: {said}", now)
        self._until = now + PAUSES[min(self._downs, len(PAUSES) - 1)]
        self._staff_until = None if reachable else now + PAUSES[0]
        self._downs += 1
        for counted in (self._failed, self._against_us, self._arrived):
            counted.clear()
        if reachable:
            self._worked = None
        self._news = self._noted
        return Down(self._noted)


def _domain(letter: Letter) -> str:
    return letter.to.rpartition("@")[2]
