"""What waits for somebody of the staff: it stands on their first page, and goes to them in one
letter a day at most, with what has become of addresses that waited."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any, Literal, TypeAlias

from peewee import fn

from portal.calendar.london import LONDON, london_day
from portal.calendar.state import State
from portal.services import health
from portal.services.letters import notices, uncertain
from portal.services.people import listing, waiting
from portal.services.people.waiting import Decision
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.services.staff.accounts import Person
from portal.store import comments, db
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Round

Place: TypeAlias = Literal[
    "addresses", "comments", "letters", "reports", "round", "setting aside", "undeliverable"
]
NAME = NOTICE = "waiting"
HOUR = 7
"""The letter goes from this hour on, by London's clock."""
DAY = timedelta(days=1)
DATE = len("2026-01-01")


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing that waits. ``text`` says it without any person's address; ``place``: where it is
    done."""

    text: str
    place: Place
    round_code: str
    organisation: str = ""


def of_administrator(email: str, every: Collection[RoundInfo], now: datetime) -> list[Errand]:
    """List what waits for an administrator in these rounds, the addresses first."""
    living = {each.id: each for each in every if each.state.living}
    return [
        *_addresses(living),
        *_letters([each for each in living.values() if each.state == State.OPEN], now),
        *_stopped([each for each in every if each.stopped], email),
        *_reports([each for each in every if each.state.over and each.unpublished], now),
        *_comments([each for each in every if each.state == State.COUNTED and not each.named]),
    ]


def of_psw(organisation: str) -> list[Errand]:
    """List the addresses of an organisation that letters do not reach, by round."""
    living = _living()
    listed = listing.counts_by_part(list(living), organisation)
    return [
        Errand(
            f"Letters do not reach {_number(counts.undeliverable, 'person', 'people')} of"
            f" {living[round_id].title}.",
            "undeliverable",
            living[round_id].code,
            organisation,
        )
        for (round_id, _), counts in listed.items()
        if counts.undeliverable and living[round_id].state.takes_answers
    ]


def told(person: Person, since: date, now: datetime) -> tuple[list[str], list[str]]:
    """Return what a letter tells somebody, in sentences: what was decided from a day on, and what
    waits."""
    if person.organisation is None:
        errands = of_administrator(person.email, rounds.every(), now)
        return [], [errand.text for errand in errands]
    decided = [
        f"{living.title}: {each.said}"
        for living, each in _decided(person.organisation, since, london_day(now))
    ]
    return decided, [errand.text for errand in of_psw(person.organisation)]


def due(now: datetime) -> bool:
    """Say whether the letters of a new day are to be put in hand."""
    last = health.last_work(NAME)
    awake = now.astimezone(LONDON).hour >= HOUR
    return last is None or (awake and london_day(last) != london_day(now))


def put_in_hand(now: datetime) -> None:
    """Have a letter go to everybody for whom something waits or has become of something. A PSW is
    not told again only of what her last letter said."""
    last = health.last_work(NAME)
    since = london_day(last) if last else london_day(now) - DAY
    everybody = [(each, *told(each, since, now)) for each in accounts.every() if not each.suspended]
    with db.writing():
        for person, decided, waits in everybody:
            about = _about(since, waits)
            new = person.is_administrator or notices.last(person.id, NOTICE)[DATE:] != about[DATE:]
            if not decided and not waits:
                notices.forget(person.id, NOTICE)
            elif decided or new:
                notices.renew(person.id, NOTICE, about)
        health.note_work(NAME, now)


def since(about: bytes) -> date:
    """Return the day from which on a letter tells what was decided."""
    return date.fromisoformat(about[:DATE].decode())


def _about(since: date, waits: list[str]) -> bytes:
    """Name a letter by the day from which on it tells what was decided, and by what waits."""
    return f"{since}".encode() + sha256("\n".join(waits).encode()).digest()[:16]


def _decided(organisation: str, since: date, before: date) -> Iterator[tuple[RoundInfo, Decision]]:
    living = _living()
    for (round_id, _), several in waiting.decisions(list(living), since, organisation).items():
        yield from ((living[round_id], each) for each in several if each.day < before)


def _living() -> dict[bytes, RoundInfo]:
    """The rounds of which there are lists, drafts left out."""
    return {each.id: each for each in rounds.in_state(State.SCHEDULED, State.OPEN)}


def _addresses(living: dict[bytes, RoundInfo]) -> Iterator[Errand]:
    rows: Any = (
        Invitation.select(Invitation.round, Organisation.code, Organisation.name, fn.COUNT("*"))
        .join(Organisation)
        .where(Invitation.round.in_(list(living)))
        .where(Invitation.waiting == 1, Invitation.withdrawn == 0)
        .group_by(Invitation.round, Organisation.code)
        .order_by(Organisation.name)
        .tuples()
    )
    for round_id, code, name, number in rows:
        wait = _number(number, "address waits", "addresses wait")
        text = f"{wait} to be let in or turned away at {name}, in {living[round_id].title}."
        yield Errand(text, "addresses", living[round_id].code, code)


def _letters(open_: Collection[RoundInfo], now: datetime) -> Iterator[Errand]:
    unclear = uncertain.by_round([each.id for each in open_], now)
    for each in open_:
        if number := unclear.get(each.id):
            are = _number(number, "letter", "letters")
            text = f"{are} of {each.title} may or may not have gone out: send again, or leave."
            yield Errand(text, "letters", each.code)


def _stopped(stopped: Collection[RoundInfo], email: str) -> Iterator[Errand]:
    """The counts that have stopped, and what somebody else proposes to do about them."""
    ids = [each.id for each in stopped]
    rows = Round.select().where(Round.id.in_(ids)) if ids else ()
    by = {row.id: row.aside_by for row in rows if row.aside and not row.aside_with}
    for each in stopped:
        if by.get(each.id, email) == email:
            yield Errand(f"The count of {each.title} has stopped.", "round", each.code)
        else:
            text = (
                f"Somebody proposes to set ballots of {each.title} aside, and another of you "
                "has to agree."
            )
            yield Errand(text, "setting aside", each.code)


def _reports(unpublished: Collection[RoundInfo], now: datetime) -> Iterator[Errand]:
    for each in unpublished:
        if each.retain_until >= london_day(now):
            text = f"The reports of {each.title} wait until one of you publishes them."
            yield Errand(text, "reports", each.code)


def _comments(counted: Collection[RoundInfo]) -> Iterator[Errand]:
    """Those of archived rounds wait no more."""
    waiting = comments.unfinished([each.id for each in counted]) if counted else ()
    for each in counted:
        boxes = {item.id for item in each.text.items.values() if item.question.type == "comment"}
        if any(round_id == each.id and item in boxes for round_id, item in waiting):
            text = f"Comments of {each.title} wait to be read or confirmed."
            yield Errand(text, "comments", each.code)


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
