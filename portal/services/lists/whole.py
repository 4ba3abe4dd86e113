"""The lists of all organisations of a round as one file: looked at first, then confirmed, as each
organisation's own is. It adds to what is there: nobody who is not in it is taken off a list.

What comes of it is what would come of each organisation's rows sent by an administrator one after
the other, in the order in which the file has them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import NamedTuple

from portal.post import addresses
from portal.services import audit, uploads
from portal.services.lists import comparing, matching
from portal.services.lists.comparing import Compared, Lists
from portal.services.lists.matching import Names, Unknown
from portal.services.people import importing, invitations
from portal.services.people.importing import SHARED
from portal.services.people.invitations import Batch
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store import db
from portal.tabular import asking, people
from portal.tabular.asking import LEAVE_OUT, Answers, Question
from portal.tabular.people import Entry, PeopleList

MOST = 50_000
"""People in a file: what is written of them keeps others from writing for some two seconds."""
NONE: Answers = {}


class LeftOut(NamedTuple):
    """A row that is left out, with its ``organisation`` by name, or as it is written there."""

    row: int
    organisation: str
    name: str
    written: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Share:
    """Tell what the file does to one organisation's list. ``known``: on it already; ``besides``:
    invited, and not in the file; ``total``: who is invited then."""

    code: str
    name: str
    fresh: int
    known: int
    left_out: int
    besides: int
    total: int


@dataclass(frozen=True, slots=True)
class WholePreview:
    """Tell what a file would do. ``shares``: of the organisations in it, by name; ``absent``: names
    of those that take part and have no row; ``known``: people who are on their lists already, of
    whom some were ``withdrawn`` or are ``waiting``, and stay so; ``questions`` and ``given`` as of
    one organisation's list. ``left_out``: all rows that are, those of ``unknown`` organisations
    too; ``faults``: without those."""

    fresh: tuple[Entry, ...]
    shares: tuple[Share, ...]
    absent: tuple[str, ...]
    known: int
    withdrawn: int
    waiting: int
    left_out: tuple[LeftOut, ...]
    faults: tuple[LeftOut, ...]
    unknown: tuple[Unknown, ...]
    shared: tuple[Entry, ...]
    note: str = ""
    questions: tuple[Question, ...] = ()
    given: Answers = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return asking.are_open(self.questions, self.given)


@dataclass(frozen=True, slots=True)
class WholeInvited:
    """Tell what came of a file: people of so many ``organisations`` were added, others were on the
    lists already, and rows were left out."""

    added: int
    organisations: int
    known: int
    left_out: int


def taking_part(round_code: str) -> int:
    """Say how many organisations take part in a round that takes such a file. Raises
    ``NotFound``, ``Conflict``."""
    return len({*invitations.codes(invitations.anonymous(round_code).id).values()})


def keep(round_code: str, data: bytes, who: Person, now: datetime) -> str:
    """Put a file by for its preview and return its name. Raises ``Refused`` if it is no list of
    people with their organisations, ``Conflict`` for a round that takes none."""
    invitations.anonymous(round_code)
    listed = people.read(data, MOST, of_many=True)
    return uploads.put(who.id, _purpose(round_code), people.packed(listed), now)


def preview(
    round_code: str, name: str, who: Person, now: datetime, given: Answers = NONE
) -> WholePreview:
    """Look at a file that was put by. Raises ``NotFound``, ``uploads.Confirmed``, ``Conflict``."""
    round_ = invitations.anonymous(round_code)
    listed = people.unpacked(uploads.get(who.id, _purpose(round_code), name, now))
    return _looked_at(round_, listed, given)


def confirm(
    round_code: str, name: str, who: Person, now: datetime, given: Answers = NONE
) -> WholeInvited:
    """Invite whom the preview showed that had the same answers, all in one transaction. Raises
    ``NotFound``, ``uploads.Confirmed``, ``Conflict``, and ``Refused`` while a question is open."""
    looked_at = preview(round_code, name, who, now, given)
    asking.check(looked_at.questions, given)
    round_id = invitations.anonymous(round_code).id
    codes = {each.organisation for each in looked_at.fresh}
    rows = [
        invitations.new_row(round_id, each.organisation, each.email, each.name)
        for each in looked_at.fresh
    ]
    of = audit.counted(len(codes), "organisation", "organisations")
    batch = Batch(f"of {of} to round {round_code}", True, rows, known=looked_at.known)
    with db.writing():
        uploads.get(who.id, _purpose(round_code), name, now)  # another click may have been faster
        invitations.check_take_part(round_code, codes)
        done = invitations.write(batch, who.email, now)
        outcome = WholeInvited(done.added, len(codes), done.known, len(looked_at.left_out))
        uploads.confirmed(who.id, _purpose(round_code), name, asdict(outcome))
    return outcome


def drop(round_code: str, name: str, who: Person, now: datetime) -> None:
    """Forget a file that was put by. Raises ``uploads.Confirmed``."""
    uploads.drop(who.id, _purpose(round_code), name, now)


def _looked_at(round_: RoundInfo, listed: PeopleList, given: Answers) -> WholePreview:
    names = matching.names(round_)
    entries, unknown = names.coded(people.entries(listed, given))
    faults, good = _sound(entries)
    lists = comparing.lists(round_.id, good)
    done = comparing.compared(good, lists, names.names)
    shared = [entry for entry in done.fresh if addresses.is_shared(entry.email)]
    aside = {*shared} if given.get(SHARED) == LEAVE_OUT else set[Entry]()
    fresh = [entry for entry in done.fresh if entry not in aside]
    wrong = [*faults, *done.wrong]
    told = [
        LeftOut(entry.row, names.names[entry.organisation], entry.name, entry.email, what)
        for entry, what in wrong
    ]
    return WholePreview(
        fresh=tuple(fresh),
        shares=tuple(_shares(entries, fresh, done, wrong, lists, names)),
        absent=tuple(sorted(_absent(entries, names))),
        known=len(done.known),
        withdrawn=sum(on.withdrawn for _, on in done.known),
        waiting=sum(on.waiting and not on.withdrawn for _, on in done.known),
        left_out=tuple(sorted([*told, *_of_unknown(unknown, names)])),
        faults=tuple(sorted(told)),
        unknown=tuple(names.told(unknown)),
        shared=tuple(shared),
        note=people.note(listed, given),
        questions=(*people.questions(listed), *importing.about_shared(shared)),
        given=given,
    )


def _sound(entries: Iterable[Entry]) -> tuple[list[tuple[Entry, str]], list[Entry]]:
    """Part entries that are wrong, with why, from those that are not: each organisation's rows by
    themselves, as if they were a file of their own."""
    by_code = defaultdict[str, list[Entry]](list)
    for entry in entries:
        by_code[entry.organisation].append(entry)
    faults, good = list[tuple[Entry, str]](), list[Entry]()
    for rows in by_code.values():
        wrong, sound = invitations.sound(rows)
        faults += [(entry, several[0]) for entry, several in wrong]
        good += sound
    return faults, sorted(good, key=lambda entry: entry.row)


def _shares(
    entries: Iterable[Entry],
    fresh: Iterable[Entry],
    done: Compared,
    wrong: Iterable[tuple[Entry, str]],
    lists: Lists,
    names: Names,
) -> Iterator[Share]:
    new = Counter(entry.organisation for entry in fresh)
    known = Counter(entry.organisation for entry, _ in done.known)
    stay = Counter(entry.organisation for entry, on in done.known if not any(on))
    out = Counter(entry.organisation for entry, _ in wrong)
    codes = {entry.organisation for entry in entries}
    for code in sorted(codes, key=lambda code: (names.names[code].casefold(), code)):
        before = lists.invited.get(code, 0)
        yield Share(
            code=code,
            name=names.names[code],
            fresh=new[code],
            known=known[code],
            left_out=out[code],
            besides=before - stay[code],
            total=before + new[code],
        )


def _absent(entries: Iterable[Entry], names: Names) -> Iterator[str]:
    there = {entry.organisation for entry in entries}
    return (names.names[code] for code in names.part - there)


def _of_unknown(unknown: Mapping[str, Sequence[Entry]], names: Names) -> Iterator[LeftOut]:
    for written, entries in unknown.items():
        what = names.wrong(written)
        yield from (LeftOut(e.row, written, e.name, e.email, what) for e in entries)


def _purpose(round_code: str) -> str:
    """It begins as those of single lists do, so that it is forgotten when they are."""
    return f"people {round_code} "
