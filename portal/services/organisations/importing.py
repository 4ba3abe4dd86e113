"""A list of organisations as a file: looked at first, written only when confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from shlex import quote

from portal.errors import Conflict, Refused
from portal.services import uploads
from portal.services.organisations import lists
from portal.services.organisations import register as organisations
from portal.services.organisations.kinds import Record
from portal.services.organisations.lists import OrganisationList, Reading
from portal.services.organisations.register import OrganisationsWritten
from portal.services.staff.accounts import Person
from portal.store import db
from portal.tabular import asking
from portal.tabular.asking import Answers

PURPOSE = "organisations"
CHANGED = (
    "Somebody has changed an organisation in the meantime, so nothing is saved. Check it again."
)


@dataclass(frozen=True, slots=True)
class Change:
    """Tell what would change of an organisation. ``differences``: column, what it is now, what it
    would be."""

    row: int
    code: str
    name: str
    differences: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class OrganisationsPreview:
    """Tell what a file would do, as it was ``read`` with the ``answers`` so far; while there are
    faults, or it ``asks`` something, nothing can be written. ``added``: row and columns."""

    read: Reading
    answers: Answers
    added: tuple[tuple[int, Record], ...]
    changed: tuple[Change, ...]
    same: int

    @property
    def asks(self) -> bool:
        """Faults come first: whoever has to put a file right answers for the next one."""
        return asking.are_open(self.read.questions, self.answers) and not self.read.faults

    @property
    def writes(self) -> bool:
        return bool(self.added or self.changed) and not self.read.faults


def keep(owner: Person, data: bytes, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no such
    list."""
    lists.understood(lists.listed(data, {}), {})
    return uploads.put(owner.id, PURPOSE, data, now)


def preview(owner: Person, name: str, given: Answers, now: datetime) -> OrganisationsPreview:
    """Look at a file that was put by, with what was answered so far. Raises ``NotFound``,
    ``uploads.Confirmed``."""
    read = lists.understood(lists.listed(uploads.get(owner.id, PURPOSE, name, now), given), given)
    known = read.known
    changes = [
        Change(row, record["code"], known[record["code"]].name, _differences(known, record))
        for row, record in read.good
        if record["code"] in known
    ]
    return OrganisationsPreview(
        read=read,
        answers={each.key: said for each in read.questions if (said := each.answer(given))},
        added=tuple((row, record) for row, record in read.good if record["code"] not in known),
        changed=tuple(change for change in changes if change.differences),
        same=sum(not change.differences for change in changes),
    )


def confirm(
    owner: Person, name: str, given: Answers, now: datetime, *, seen: str | None = None
) -> OrganisationsWritten:
    """Write what the file holds. ``seen``: the ``mark`` of what was shown, if it was. Raises
    ``NotFound``, ``uploads.Confirmed``, ``Conflict`` where that is no more so, and ``Refused`` with
    its faults, or what is open."""
    read = _sound(lists.listed(uploads.get(owner.id, PURPOSE, name, now), given), given)
    if seen not in (None, read.mark):
        raise Conflict(CHANGED)
    with db.writing():
        uploads.get(owner.id, PURPOSE, name, now)  # another click may have been faster
        outcome = _write(read, owner.email, now)
        uploads.confirmed(owner.id, PURPOSE, name, asdict(outcome))
    return outcome


def put(
    listed: OrganisationList, given: Answers, who: str, now: datetime
) -> tuple[OrganisationsWritten, Reading]:
    """Write a list for the operator, and return how it was understood. Raises ``Refused`` with its
    faults, or what is open."""
    read = _sound(listed, given)
    with db.writing():
        return _write(read, who, now), read


def drop(owner: Person, name: str, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(owner.id, PURPOSE, name, now)


def _write(read: Reading, who: str, now: datetime) -> OrganisationsWritten:
    """Write what was understood, unless the register that it was compared with has changed."""
    if {each.code: each for each in organisations.listing()} != read.known:
        raise Conflict(CHANGED)
    return organisations.write(read.records, who, now)


def _sound(listed: OrganisationList, given: Answers) -> Reading:
    read = lists.understood(listed, given)
    if read.faults:
        raise Refused("\n".join(map(str, read.faults)))
    asking.check(read.asked, given)
    if unknown := [each for each in read.unknown if not each.answer(given)]:
        told = (
            f"{each.text} Correct it in the file, or add it: --new {quote(each.choices[-1][0])}"
            for each in unknown
        )
        raise Refused("\n".join(told))
    return read


def _differences(known: Mapping[str, object], record: Record) -> tuple[tuple[str, str, str], ...]:
    before = known[record["code"]]
    return tuple(
        (column, getattr(before, column), value)
        for column, value in record.items()
        if value != getattr(before, column)
    )
