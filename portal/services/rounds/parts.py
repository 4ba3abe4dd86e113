"""Who takes part in a round, and who may no more be left out of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from portal.calendar.state import PLANNED
from portal.errors import Conflict
from portal.services import audit
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.answers import Ticket
from portal.store.people import Invitation, WithdrawnLink
from portal.store.preparation import Tick
from portal.store.rounds import Participation


def of_rounds(round_ids: Collection[bytes]) -> Mapping[bytes, frozenset[str]]:
    """Return the codes of those that take part in each of these rounds."""
    parts = defaultdict[bytes, set[str]](set)
    for row in Participation.select().where(Participation.round.in_(round_ids)):
        parts[row.round_id].add(row.organisation_id)
    return {each: frozenset(parts[each]) for each in round_ids}


def holding(round_ids: Collection[bytes]) -> set[tuple[bytes, str]]:
    """Return round and organisation where somebody is invited or there are links, so that the
    organisation stays in."""
    linked = Participation.round.in_(round_ids) & Participation.open_token.is_null(False)
    rows = [*Participation.select().where(linked)]
    for table in (Invitation, Ticket):
        held = table.select(table.round, table.organisation).where(table.round.in_(round_ids))
        rows.extend(held.distinct())
    return {(row.round_id, row.organisation_id) for row in rows}


def set_parts(round_id: bytes, organisations: Collection[str]) -> None:
    """Set who takes part, within the caller's transaction. Whoever has invited somebody, or holds
    links, stays in: raises ``Conflict``."""
    before = set(of_rounds([round_id])[round_id])
    leaving = sorted(before - set(organisations))
    if kept := leaving and {code for _, code in holding([round_id])}.intersection(leaving):
        raise Conflict(f"{min(kept)} has invited people already, so it cannot be left out.")
    for table in (Participation, WithdrawnLink, Tick):
        table.delete().where((table.round == round_id) & table.organisation.in_(leaving)).execute()
    joining = sorted(set(organisations) - before)
    db.insert_each(Participation, [{"round": round_id, "organisation": each} for each in joining])


def move(
    code: str, joining: Collection[str], leaving: Collection[str], who: str, now: datetime
) -> None:
    """Have organisations join a round that has not opened, and others leave it, within the caller's
    transaction. Raises ``Conflict``."""
    round_ = rounds.in_one_of(code, PLANNED, "given other organisations")
    before = set(of_rounds([round_.id])[round_.id])
    set_parts(round_.id, (before | {*joining}) - {*leaving})
    moved = (("joined", {*joining} - before), ("left", before & {*leaving}))
    said = "; ".join(f"{', '.join(sorted(codes))} {how}" for how, codes in moved if codes)
    if said:
        audit.note(who, f"changed round {code}: {said}", now)
