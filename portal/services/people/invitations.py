"""Invitations: who can be invited, what is wrong with the rows of a list, a new link for somebody,
and no more letters. None of it needs a key; the tickets that let each of them answer once are made
by the worker (``minting``)."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from portal.errors import Conflict, NotFound, Refused
from portal.post import addresses
from portal.services import audit
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.organisations import Organisation
from portal.store.people import REACHABLE, Invitation, Row, invite
from portal.store.rounds import Participation
from portal.tabular.people import Entry
from portal.vault import tokens

ONE_LINK = "a return has one link for the whole organisation, which can be passed on"
FORMULA = "the cell holds a formula; replace it with what it shows"

ACTIVE = (Invitation.waiting == 0) & (Invitation.withdrawn == 0)
"""Entries of a list that get letters, as far as these arrive."""


@dataclass(frozen=True, slots=True)
class PeopleInvited:
    added: int
    waiting: int
    known: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Hold what is to be written: made before it is anybody's turn to write, since it takes
    seconds. ``to``: whose list it is, as the audit says it; ``trusted``: nobody has to look at
    it."""

    to: str
    trusted: bool
    fresh: Sequence[Row]
    waiting: Sequence[Row] = ()
    known: int = 0


def reissue(round_code: str, email: str, who: str, now: datetime) -> None:
    """Revoke a person's link and have the worker send a new one, whether or not they have
    answered: nobody is told which. The address is given another chance. Entries for it that wait
    or were taken off stay as they are."""
    round_ = taking(round_code)
    with db.writing():
        changed = (
            Invitation.update(issue=Invitation.issue + 1, **REACHABLE)
            .where((Invitation.round == round_.id) & (Invitation.email == addresses.plain(email)))
            .where(ACTIVE & (Invitation.minted >= 0))
            .execute()
        )
        if not changed:
            raise NotFound("Nobody with that address has a link to this round yet.")
        audit.note(who, f"re-issued a link of round {round_code}", now)


def stop(text: str) -> None:
    """Send no more reminders to this person, only a link that somebody asks for. The answer is the
    same whether or not the token is known."""
    token = tokens.token_of(text)
    Invitation.update(stopped=1).where(Invitation.stop_token == token).execute()


def taking(round_code: str) -> RoundInfo:
    """Return the round, while people can be invited to it. Raises ``NotFound``, ``Conflict``."""
    round_ = rounds.by_code(round_code)
    if not round_.state.living:
        raise Conflict(f"Round {round_code} has closed, so you cannot invite anybody to it.")
    return round_


def taking_part(round_code: str, organisation: str) -> Participation:
    """Return an organisation's part in a round, while its people can be invited. Raises as
    ``taking`` does."""
    return part_in(taking(round_code).id, organisation)


def part_in(round_id: bytes, organisation: str) -> Participation:
    """Return an organisation's part in a round. Raises ``NotFound``."""
    part: Participation | None = Participation.get_or_none(
        db.of_part(Participation, round_id, organisation)
    )
    if part is None:
        raise NotFound(f"Organisation {organisation} does not take part in this round.")
    return part


def codes(round_id: bytes) -> dict[str, str]:
    """Return the codes of the organisations that take part, by themselves and by such names as one
    alone has, without capitals."""
    rows = list(
        Organisation.select(Organisation.code, Organisation.name)
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_id)
    )
    bearing = Counter(row.name.casefold() for row in rows)
    named = {name: row.code for row in rows if bearing[name := row.name.casefold()] == 1}
    return named | {row.code: row.code for row in rows}


def of_file(codes: Mapping[str, str], line: int, row: Mapping[str, str]) -> Entry:
    """Return an entry of the operator's file, with its organisation's code if there is one."""
    written = row["organisation"]
    code = codes.get(written) or codes.get(written.casefold(), written)
    return Entry(line, row["email"], row.get("name", ""), code)


def refuse(faults: Iterable[tuple[Entry, str]]) -> None:
    """Raise ``Refused`` with faults of the operator's file, if there are any, a line each."""
    lines = [
        (entry.row, f"row {entry.row}{entry.name and f' ({entry.name})'}: {what}")
        for entry, what in faults
    ]
    if lines:
        raise Refused("\n".join(line for _, line in sorted(lines, key=itemgetter(0))))


def faults_of(email: str, name: str) -> list[str]:
    """Say what is wrong with somebody's address, in small letters, and name."""
    faults = [fault] if (fault := addresses.fault_of(email)) else []
    if len(name) > 120 or not name.isprintable():
        faults.append("the name must be one line of up to 120 characters")
    return faults


def mailbox(email: str) -> str:
    """Leave out what stands in an address for the mailbox's owner alone: letters to
    “remi+anything@” lie in the mailbox of “remi@” (RFC 5233)."""
    local, at, host = email.rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{host}"


def new_row(
    round_id: bytes,
    organisation: str,
    email: str,
    name: str,
    *,
    waiting: bool = False,
    person: bytes = b"",
) -> Row:
    """Make what ``invite`` of the store writes of somebody whose address, in small letters, is
    checked. ``waiting``: an administrator is to look at it; ``person``: whose address it corrects,
    if it is nobody new."""
    own = secrets.token_bytes(16)
    at = (own, round_id, organisation)
    return (*at, email, name, tokens.random_token(), person or own, int(waiting))


def anonymous(round_code: str) -> RoundInfo:
    """Return a round that may have such links. Raises ``Conflict`` for a return, whose organisation
    has one link to pass on."""
    round_ = taking(round_code)
    if round_.named:
        raise Conflict(f"{ONE_LINK.capitalize()}. Send that one.")
    return round_


def check_take_part(round_code: str, organisations: Iterable[str]) -> None:
    """Look once more, when it is written, whether all of them still take part. Raises ``Conflict``,
    and as ``taking`` does."""
    left = {*codes(taking(round_code).id).values()}
    if gone := {*organisations} - left:
        raise Conflict(f"Organisation {min(gone)} does not take part any more.")


def write(batch: Batch, who: str, now: datetime) -> PeopleInvited:
    """Invite within the caller's transaction. Whoever has come onto the list since it was looked at
    is left as they are; whom another organisation has invited since waits, unless the list is
    trusted."""
    added, waiting = invite(batch.fresh), invite(batch.waiting)
    if added < len(batch.fresh) and not batch.trusted:
        waiting += invite([(*row[:-1], 1) for row in batch.fresh])  # who is invited by now stays so
    listed = len(batch.fresh) + len(batch.waiting) + batch.known
    said = audit.counted(added, "person", "people")
    more = f"; {waiting:,} more {'waits' if waiting == 1 else 'wait'}" if waiting else ""
    audit.note(who, f"invited {said} {batch.to}{more}", now)
    return PeopleInvited(added, waiting, listed - added - waiting)


def sound(
    entries: Iterable[Entry], *, whole: bool = False, at: str = "row"
) -> tuple[list[tuple[Entry, list[str]]], list[Entry]]:
    """Part entries, as they are written, with all that is wrong with them from those with nothing,
    in small letters. ``whole``: the list is taken as a whole or not at all, so that an address is
    met once even in a row that is wrong; ``at``: what a row is called."""
    faults, good, seen = [], [], dict[str, Entry]()
    for written in entries:
        entry = written._replace(email=addresses.plain(written.email))
        if wrong := _of_row(entry, seen, at, whole=whole):
            faults.append((written, wrong))
        else:
            good.append(entry)
        if whole or not wrong:
            seen.setdefault(mailbox(entry.email), entry)
    return faults, good


def _of_row(entry: Entry, seen: Mapping[str, Entry], at: str, *, whole: bool) -> list[str]:
    """Find what is wrong with one row, the fault first that is told where only one is. ``seen``:
    the first entry of each mailbox above it."""
    if not whole and not entry.email:
        return ["there is no address"]
    if not whole and (entry.email.startswith("=") or entry.name.startswith("=")):
        return [FORMULA]
    faults = faults_of(entry.email, entry.name)
    if first := seen.get(mailbox(entry.email)):
        above = f"{at} {first.row}"
        same = first.email == entry.email
        again = f"the address is in {above} too"
        again = again if same else f"it leads to the mailbox of {above}"
        faults = [*faults, again] if whole else [again, *faults]
    return faults
