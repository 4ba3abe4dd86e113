"""What administrators make of a comment: one reads it, another confirms.

Whoever decides hands in the fingerprint of what was there when the page was made, so that two
people at one comment hear of each other. All of it can be undone, step by step, until it is
published.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.errors import Conflict, NotFound, Refused
from portal.pointing import striking
from portal.services import audit, editing
from portal.services.comments.queue import Stage, check_has_comments, of_round
from portal.services.editing import Shown
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.services.staff.accounts import Person
from portal.store import db
from portal.store.comments import Reading
from portal.store.results import Comment

WHY_NOT = {
    "author": "it would show who wrote it",
    "person": "it is about somebody who could be recognised",
    "threat": "it is abuse, or a threat",
    "nothing": "it says nothing",
}
"""Why a comment is not published at all, by the word that is stored."""
LONGEST_NOTE = 300
PAGE = 50
"""Comments on a page of a list."""
_DECIDED = (
    *(Reading.state, Reading.removed, Reading.withheld, Reading.note),
    *(Reading.reader, Reading.second),
)


@dataclass(frozen=True, slots=True)
class InHand:
    """A comment that is being read, and what is decided of it. It does not say whose it is.
    ``removed``: numbers of the words that are struck out; ``withheld``: why it is not to be
    published, by its word; ``reader``, ``second``: addresses, empty of nobody."""

    id: str
    item: str
    text: str
    stage: Stage = "unread"
    removed: frozenset[int] = frozenset()
    withheld: str = ""
    note: str = ""
    reader: str = ""
    second: str = ""

    @property
    def left(self) -> str:
        """What would be published."""
        return "" if self.withheld else striking.left(self.text, self.removed)

    @property
    def decision(self) -> str:
        """What is decided, in words; empty where nothing is."""
        if self.stage in ("unread", "later"):
            return ""
        if self.withheld:
            return f"withhold, since {WHY_NOT[self.withheld]}"
        number = audit.counted(len(self.removed), "word", "words")
        return f"release without {number}" if self.removed else "release as it is"

    @property
    def shown(self) -> Shown:
        """What two people at it hear of each other."""
        stage = f"{self.stage}, by {self.reader}" if self.reader else self.stage
        return {"stage": stage, "decision": self.decision, "what is left": self.left}

    @property
    def seen(self) -> str:
        return editing.fingerprint(self.shown)


def start(round_: RoundInfo, what: str, who: Person, now: datetime) -> None:
    """Note that somebody begins to read comments, or to confirm: ``what``."""
    check_has_comments(round_)
    with db.writing():
        audit.note(who.email, f"{what} comments of round {round_.code}", now)


def one(round_: RoundInfo, comment: str) -> InHand:
    """Return a comment of a round. Raises ``NotFound`` for none, or one that is published."""
    check_has_comments(round_)
    for each in _in_hand(round_, Comment.id == _id(comment)):
        return each
    raise NotFound("This comment is no longer here: it is published or permanently withheld.")


def listed(round_: RoundInfo, stage: Stage, after: str = "") -> list[InHand]:
    """Return a page of the comments at a stage, in the order of the queue, and one more if there
    are more."""
    check_has_comments(round_)
    place = _id(after) if after else b""
    return list(_in_hand(round_, (Reading.state == stage) & (Comment.id > place), PAGE + 1))


def _in_hand(round_: RoundInfo, where: Any, most: int = 1) -> Iterator[InHand]:
    columns = Comment.id, Comment.item, Comment.text, *_DECIDED
    rows = of_round(round_, *columns).where(where).order_by(Comment.id).limit(most)
    emails = {each.id: each.email for each in accounts.every()}
    for id, item, text, stage, removed, withheld, note, reader, second in rows.tuples():
        if stage is None:
            yield InHand(id.hex(), item, text)
        else:
            struck = frozenset(map(int, removed.split()))
            people = emails[reader], emails.get(second, "")
            yield InHand(id.hex(), item, text, stage, struck, withheld, note, *people)


def release(
    round_: RoundInfo, comment: str, removed: Collection[int], seen: str, who: Person
) -> None:
    """Have a comment published once somebody else agrees, without these words. Raises ``Refused``
    where nothing would be left, ``EditedMeanwhile`` and ``Conflict``."""
    with db.writing():
        now = _unconfirmed(round_, comment, seen)
        known = {number for number in removed if number < len(striking.words(now.text))}
        if striking.left(now.text, known) == striking.REMOVED:
            raise Refused("Nothing would be left of it: withhold it and say why.")
        _put(round_, comment, "read", who, removed=" ".join(map(str, sorted(known))))


def withhold(round_: RoundInfo, comment: str, why: str, seen: str, who: Person) -> None:
    """Have a comment never published, once somebody else agrees. Raises as ``release`` does."""
    if why not in WHY_NOT:
        raise Refused("Say why it should not be published.")
    with db.writing():
        _unconfirmed(round_, comment, seen)
        _put(round_, comment, "read", who, withheld=why)


def leave(
    round_: RoundInfo, comment: str, removed: Collection[int], seen: str, who: Person
) -> None:
    """Leave a comment for later, with what is struck out so far. Raises as ``release`` does."""
    with db.writing():
        _unconfirmed(round_, comment, seen)
        _put(round_, comment, "later", who, removed=" ".join(map(str, sorted(removed))))


def confirm(round_: RoundInfo, comment: str, seen: str, who: Person) -> None:
    """Agree with what somebody else has decided. Raises ``Refused`` for whoever decided it,
    ``EditedMeanwhile``, and ``Conflict`` where there is nothing to agree with."""
    with db.writing():
        _theirs(round_, comment, seen, who)
        _step(comment, state="confirmed", second=who.id)


def send_back(round_: RoundInfo, comment: str, note: str, seen: str, who: Person) -> None:
    """Have a comment read once more; ``note`` says why. Raises as ``confirm`` does."""
    if len(note) > LONGEST_NOTE:
        raise Refused(f"Say it in {LONGEST_NOTE} characters at most.")
    with db.writing():
        _theirs(round_, comment, seen, who)
        _step(comment, state="back", second=who.id, note=note)


def undo(round_: RoundInfo, comment: str, seen: str) -> None:
    """Undo the last step: what was confirmed is to be confirmed, and all else to be read, with the
    words struck out that were. Raises ``EditedMeanwhile``, and ``Conflict`` where there is
    none."""
    with db.writing():
        now = _checked(round_, comment, seen)
        if now.stage == "unread":
            raise Conflict("Nobody has read this comment yet, so there is nothing to undo.")
        back = "read" if now.stage == "confirmed" else "back"
        kept = {} if back == "read" else {"withheld": ""}
        _step(comment, state=back, second=None, note="", **kept)


def _checked(round_: RoundInfo, comment: str, seen: str) -> InHand:
    now = one(round_, comment)
    editing.check(seen, now.shown, "comment")
    return now


def _unconfirmed(round_: RoundInfo, comment: str, seen: str) -> InHand:
    now = _checked(round_, comment, seen)
    if now.stage == "confirmed":
        raise Conflict("This comment has been confirmed. Undo that before you read it again.")
    return now


def _theirs(round_: RoundInfo, comment: str, seen: str, who: Person) -> None:
    now = _checked(round_, comment, seen)
    if now.stage != "read":
        raise Conflict("There is nothing to confirm of this comment: it has to be read.")
    if now.reader == who.email:
        raise Refused("You read this comment, so another administrator has to confirm.")


def _put(
    round_: RoundInfo,
    comment: str,
    stage: Stage,
    who: Person,
    removed: str = "",
    withheld: str = "",
) -> None:
    decided = {"round": round_.id, "state": stage, "removed": removed, "withheld": withheld}
    by = {"reader": who.id, "second": None, "note": ""}
    Reading.delete().where(Reading.comment == _id(comment)).execute()
    Reading.create(comment=_id(comment), **decided, **by)


def _step(comment: str, **changed: object) -> None:
    Reading.update(**changed).where(Reading.comment == _id(comment)).execute()


def _id(comment: str) -> bytes:
    """Return the key of a comment; of what is none, one that leads nowhere."""
    try:
        return bytes.fromhex(comment)
    except ValueError:
        return b""
