"""Letters are claimed, composed, handed over, noted: those to staff, and a batch of a round's.

A reminder goes to those only who have not answered, and the others' are done without going out.
Nothing that is stored shows which: both are claimed and done in the same steps, in an order of no
meaning, and only once the post can be reached. While the post is in doubt the first that is touched
is one that goes out: were others done meanwhile, they would be those that had nothing to send.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from portal.calendar.state import State
from portal.errors import PortalError
from portal.post.letters import STAFF, Letter
from portal.post.outcomes import Down
from portal.services.letters import notices, outbox
from portal.services.letters.outbox import RoundLetters
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.worker import staff_letters
from portal.worker.tools import Tools

BATCH = 50
"""So many letters of one round go before it is another's turn."""
LOOKED_AT = 1_000
"""Among so many letters one that goes out is looked for, while the post is in doubt."""


@dataclass
class Batch:
    """It delivers some letters of one round. ``dealt``: letters that went out, failed or were not
    to go, alike, since their number is said aloud; ``more``: whether the round may have more to
    send now."""

    tools: Tools
    round: RoundInfo
    link_key: bytes
    now: datetime
    dealt: int = 0
    more: bool = False
    _ended: bytes | None = None

    def deliver(self) -> None:
        """Go on until all have gone, the pass is over, or the post does not work, which it says."""
        common = outbox.round_letters(self.round.id, self._at())
        if common is None:
            return
        try:
            waiting = self._waiting(common)
            went_on = all(self._one(letter_id, common) for letter_id in waiting[:BATCH])
            self.more = went_on and bool(waiting and outbox.due(self.round.id, self.now, 1))
        except Down:
            pass  # the postman has noted it
        finally:
            self._finish()

    def _at(self) -> datetime:
        return self.tools.postman.moment(self.now)

    def _waiting(self, common: RoundLetters) -> Sequence[bytes]:
        """Return the next letters, none while the post cannot be reached. Raises ``Down``."""
        post = self.tools.postman
        ids = outbox.due(self.round.id, self.now, LOOKED_AT if post.in_doubt else BATCH)
        if ids:
            post.reach(self.tools.reach, self.now)
        secrets.SystemRandom().shuffle(ids)
        return self._led_by_one_that_goes(ids, common) if post.in_doubt else ids

    def _led_by_one_that_goes(self, ids: list[bytes], common: RoundLetters) -> Sequence[bytes]:
        for letter_id in ids:
            if self._compose(letter_id, common):
                return [letter_id, *(each for each in ids if each != letter_id)]
        return ()

    def _one(self, letter_id: bytes, common: RoundLetters) -> bool:
        """Deal with one letter; say whether another may follow."""
        post, box, at = self.tools.postman, outbox.BOX, self._at()
        if not post.may_go_on(self.now) or common.closes <= at:
            return False
        before, self._ended = self._ended, None
        if box.claim(letter_id, at, before):
            letter = self._compose(letter_id, common)
            if letter is None:
                post.pass_over(at)
            if letter is None or post.hand_over(box, letter_id, letter, self.tools.deliver, at):
                self._ended = letter_id
            self.dealt += 1
            post.dealt()
        return True

    def _compose(self, letter_id: bytes, common: RoundLetters) -> Letter | None:
        return outbox.compose(letter_id, common, self.link_key, self.tools.sender, self._at())

    def _finish(self) -> None:
        """A letter that was in hand while another worker closed the round leaves nothing behind."""
        if self._ended is not None:
            outbox.BOX.sent(self._ended)
        if rounds.by_code(self.round.code).state != State.OPEN:
            with suppress(OSError):  # somebody is at it; and the count ends with it once more
                self.tools.clear(self.round.code)


def _staff_letters(now: datetime) -> Iterator[bytes]:
    """Yield each once, looking again every time: who asks for a link meanwhile waits for one letter
    and not for all."""
    seen = set[bytes]()
    while new := next((each for each in notices.due(now) if each not in seen), None):
        seen.add(new)
        yield new


def to_staff(tools: Tools, now: datetime) -> list[str]:
    """Deliver all that are due; say how many went out."""
    post, sent = tools.postman, 0
    if post.waits(now, STAFF) or not notices.due(now):
        return []
    try:
        key = tools.keys.staff_key()
        for each in _staff_letters(now):
            if notices.BOX.claim(each, now):
                letter = staff_letters.compose(each, key, tools.sender, now)
                went = letter and post.hand_over(notices.BOX, each, letter, tools.deliver, now)
                if went or letter is None:
                    notices.BOX.sent(each)
                sent += bool(went)
    except (PortalError, Down) as error:
        return [f"letters to staff wait: {error}"]
    return [f"delivered {sent} letters to staff"] if sent else []
