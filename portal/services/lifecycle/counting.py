"""Count a closed round: open, compare and reduce beside everybody else's work; then store and
delete in one short transaction; then let go.

``count`` leaves the round *releasing*; the worker then destroys the round key and writes the
tombstone, and ``finish`` makes it *counted*. Each step can be repeated after a crash.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.calendar.london import in_london, london_day
from portal.calendar.state import State
from portal.disclosure.answered import FEWEST
from portal.disclosure.release import Terms
from portal.errors import CountRefused
from portal.services import audit
from portal.services.figures import tallies
from portal.services.lifecycle import manifests, responses
from portal.services.lifecycle.ballots import Ballots, Opened, keys_of, open_all
from portal.services.lifecycle.responses import Row
from portal.services.questionnaires import frozen
from portal.services.reports import publishing
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.answers import Ticket
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.results import Certificate
from portal.store.rounds import Participation, Round
from portal.store.tables import delete_of_round, dying
from portal.vault.manifest import Manifest
from portal.vault.manifest import Terms as FixedTerms

PERSONAL = dying("closing", "count")
"""What is deleted at the count; what dies at closing was emptied then."""


@dataclass(frozen=True, slots=True)
class Aside:
    """It says how many ballots that cannot be used are to be left out, by decision."""

    number: int = 0
    reason: str = ""


def count(
    round_id: bytes,
    manifest: Manifest,
    private_key: bytes,
    now: datetime,
    aside: Aside = Aside(),
) -> None:
    """Open the ballots of a closed round and keep responses that lead to nobody, by the rules of
    its manifest.

    Others can write all the while but for the last moment: a closed round's ballots change no more,
    and those that are deleted are checked to be those that were opened.

    Raises ``CountRefused``, nothing changed: where the database says something else than the
    manifest, ballots and spent tickets differ, a ballot
    does not open, holds what is not allowed or does not score as it was sealed, where another
    worker was first, or what was written reads back otherwise.
    """
    of_round = _closed(round_id)
    _check_manifest(of_round, manifest, now)
    questionnaire = frozen.load(manifest.terms.questionnaire)
    ballots = open_all(of_round, questionnaire, private_key)
    _check_failed(of_round, ballots, aside)
    _check_parts(of_round, manifest, ballots.opened)
    terms = _terms(of_round, manifest.terms, ballots.opened)
    kept = responses.kept(of_round.id, terms, questionnaire, ballots.opened)
    with db.writing():
        _check_unchanged(_closed(round_id), ballots)
        _check_manifest(of_round, manifest, now)
        _match_tickets(of_round, ballots.opened, aside)
        for table, rows in kept.items():
            _insert(table, rows)
        _keep_places(round_id)
        delete_of_round(PERSONAL, round_id)
        _certify(of_round, aside, now, kept=any(kept.values()))


def counted_at(round_id: bytes) -> datetime:
    """Return when a round was counted."""
    counted: datetime = Certificate.get_by_id(round_id).counted
    return counted


def finish(round_id: bytes, now: datetime) -> None:
    """Write the last of the certificate: the keys are destroyed, the file holds no trace, and no
    process that held answers is left. The round is counted, and its reports are there."""
    with db.writing():
        Certificate.update(keys_destroyed=london_day(now)).where(
            Certificate.round == round_id
        ).execute()
        counted = Round.update(state=State.COUNTED, request="", problem="").where(
            (Round.id == round_id) & (Round.state == State.RELEASING)
        )
        if counted.execute():
            publishing.tell_readers(rounds.by_id(round_id))


def _closed(round_id: bytes) -> Round:
    """Return the round, while it is closed and nobody has counted it."""
    of_round: Round = Round.get_by_id(round_id)
    if of_round.state != State.CLOSED:
        raise CountRefused(f"Round {of_round.code} is {of_round.state}; it must be closed.")
    return of_round


def _check_manifest(of_round: Round, manifest: Manifest, now: datetime) -> None:
    if manifest.closes > now:
        raise CountRefused(
            f"By its manifest round {of_round.code} is open until {in_london(manifest.closes)},"
            " whatever the database says. Nothing was changed."
        )
    if wrong := manifests.faults(of_round.id, manifest):
        raise CountRefused(manifests.disagreement(of_round.code, wrong))


def _check_parts(of_round: Round, manifest: Manifest, opened: Sequence[Opened]) -> None:
    if strange := {ballot.organisation for ballot in opened} - set(manifest.organisations):
        raise CountRefused(
            f"Ballots of round {of_round.code} are of {', '.join(sorted(strange))}, which takes no"
            " part by the manifest. Nothing was changed."
        )


def _check_failed(of_round: Round, ballots: Ballots, aside: Aside) -> None:
    if ballots.failed == aside.number:
        return
    shut = f"{_ballots(ballots.shut)} of round {of_round.code} cannot be opened"
    odd = f"{_ballots(ballots.odd)} opened to what the questionnaire does not allow"
    said = "; ".join([shut] * bool(ballots.shut or not ballots.odd) + [odd] * bool(ballots.odd))
    raise CountRefused(f"{said}; {aside.number} were to be set aside. Nothing was changed.")


def _ballots(number: int) -> str:
    return audit.counted(number, "ballot", "ballots")


def _check_unchanged(of_round: Round, ballots: Ballots) -> None:
    if keys_of(of_round.id) != ballots.keys:
        raise CountRefused(
            f"The ballots of round {of_round.code} changed while they were opened; ask for the"
            " count again. Nothing was changed."
        )


def _match_tickets(of_round: Round, ballots: Sequence[Opened], aside: Aside) -> None:
    """Want as many ballots as spent tickets for each organisation, but for those set aside. How
    many there are is not said: less the organisations that are shown it would be the others'."""
    rows = Ticket.select(Ticket.organisation).where(
        (Ticket.round == of_round.id) & (Ticket.state == "spent")
    )
    spent = Counter(row.organisation_id for row in rows)
    opened = Counter(ballot.organisation for ballot in ballots)
    missing, beyond = (spent - opened).total(), (opened - spent).total()
    if beyond or missing != aside.number:
        tickets = audit.counted(missing, "spent ticket", "spent tickets")
        raise CountRefused(
            f"Round {of_round.code} has {tickets} without a ballot that opens, and"
            f" {_ballots(beyond)} without a spent ticket; {aside.number} were to be set aside."
            " Nothing was changed."
        )


def _terms(of_round: Round, fixed: FixedTerms, opened: Sequence[Opened]) -> Terms:
    """Say what is released by: what staff may see of the answers decides how precisely."""
    every = Organisation.select().where(Organisation.code.in_({o.organisation for o in opened}))
    counts = tallies.latest(rounds.by_id(of_round.id))
    return Terms(
        places={row.code: (row.type, row.region) for row in every},
        k=max(FEWEST, fixed.threshold),
        rough={c: count.numbers.left_out for c, count in counts.items() if count.numbers.left_out},
        ended={code: count.numbers.letters.ended for code, count in counts.items()},
        responses=fixed.responses,
    )


def _keep_places(round_id: bytes) -> None:
    """Keep what types and regions are made of: what is told of these later goes by that."""
    parts = Participation.select().where(Participation.round == round_id)
    own = {part.organisation_id for part in parts}
    for row in Organisation.select().where(Organisation.code.in_(own)):
        Participation.update(type=row.type, region=row.region).where(
            of_part(Participation, round_id, row.code)
        ).execute()


def _insert(table: Any, rows: Sequence[Row]) -> None:
    """Insert under fresh random ids, in the order of those ids, which is an order by chance; read
    back and compare before anything commits."""
    if not rows:
        return
    shuffled = list(rows)
    secrets.SystemRandom().shuffle(shuffled)
    ids = sorted(secrets.token_bytes(16) for _ in shuffled)
    db.insert_rows(table, [{"id": id, **row} for id, row in zip(ids, shuffled, strict=True)])
    columns = [getattr(table, column) for column in rows[0] if column != "round"]
    written = table.select(*columns).where(table.round == rows[0]["round"]).tuples()
    wanted = Counter(tuple(v for k, v in row.items() if k != "round") for row in rows)
    if Counter(tuple(row) for row in written) != wanted:
        raise CountRefused("What was written does not read back the same. Nothing was changed.")


def _certify(of_round: Round, aside: Aside, now: datetime, *, kept: bool) -> None:
    Certificate.create(
        round=of_round.id,
        counted=now,
        kept=int(kept),
        set_aside=aside.number,
        reason=aside.reason,
        questionnaire=of_round.questionnaire_id,
    )
    Round.update(state=State.RELEASING, request="", problem="").where(
        Round.id == of_round.id
    ).execute()
    audit.note(audit.WORKER, f"counted round {of_round.code}", now)
