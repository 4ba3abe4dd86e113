"""Find rounds, organisations, questionnaires, accounts and people by words, among what somebody
may see and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

from portal.services.organisations import register as organisations
from portal.services.questionnaires import library
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts, scope
from portal.services.staff.accounts import Person
from portal.store.people import Invitation
from portal.store.rounds import Participation, Round

Kind: TypeAlias = Literal["round", "organisation", "questionnaire", "account", "person"]
MOST = 20
"""So many are shown of each kind."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that fits. ``about`` stands beside its ``text``; the rest says where it is: of an
    organisation, ``round_code`` is that of the latest round that it takes part in, if any."""

    kind: Kind
    text: str
    about: str
    round_code: str = ""
    organisation: str = ""
    id: str = ""


def search(words: str, who: Person, folder: Path) -> dict[Kind, list[Hit]]:
    """Return what holds each of the words, ``MOST`` of each kind and one more where there are more.
    ``folder``: of the questionnaires that are shipped. A principal social worker finds rounds and
    people of her own organisation; an administrator finds people of all lists by their whole
    address alone, which costs the same however many are invited."""
    wanted = words.lower().split()
    if not wanted:
        return {}
    seen = rounds.every() if who.organisation is None else scope.rounds_of(who.organisation)
    kinds: dict[Kind, Iterator[Hit]] = {"round": _rounds(seen, wanted)}
    if who.organisation is None:
        kinds |= {
            "organisation": _organisations(words),
            "questionnaire": _questionnaires(wanted, folder),
            "account": _accounts(wanted),
        }
    kinds["person"] = _people(seen, wanted, who)
    some = {kind: list(islice(hits, MOST + 1)) for kind, hits in kinds.items()}
    return {kind: hits for kind, hits in some.items() if hits}


def _rounds(seen: Iterable[RoundInfo], wanted: list[str]) -> Iterator[Hit]:
    for each in sorted(seen, key=lambda one: one.opens, reverse=True):
        if _holds(f"{each.title} {each.code}", wanted):
            yield Hit("round", each.title, each.questionnaire, each.code)


def _organisations(words: str) -> Iterator[Hit]:
    """Find organisations, each with the latest round that it takes part in."""
    hits = [
        Hit("organisation", each.name, f"{each.type}, {each.region}", organisation=each.code)
        for each in organisations.listing(words)[: MOST + 1]
    ]
    part: Any = (
        Participation.select(Participation.organisation, Round.code)
        .join(Round, on=(Participation.round == Round.id))
        .where(Participation.organisation.in_([hit.organisation for hit in hits]))
        .order_by(Round.opens)
        .tuples()
    )
    latest = dict(part)
    return (replace(hit, round_code=latest.get(hit.organisation, "")) for hit in hits)


def _questionnaires(wanted: list[str], folder: Path) -> Iterator[Hit]:
    for name, (questionnaire, _) in library.every(folder).items():
        if _holds(f"{questionnaire.title} {name}", wanted):
            yield Hit("questionnaire", questionnaire.title, name, id=name)


def _accounts(wanted: list[str]) -> Iterator[Hit]:
    names = rounds.organisation_names()
    for each in accounts.every():
        if _holds(f"{each.name} {each.email}", wanted):
            place = names.get(each.organisation or "", "Administrator")
            yield Hit("account", each.name or each.email, place, id=each.id.hex())


def _people(seen: Iterable[RoundInfo], wanted: list[str], who: Person) -> Iterator[Hit]:
    living = {each.id: each for each in seen if each.state.living and not each.named}
    query = Invitation.select().where(Invitation.round.in_(list(living)), Invitation.replaced == 0)
    if who.organisation is None:
        query = query.where(Invitation.email == " ".join(wanted))
    else:
        query = query.where(Invitation.organisation == who.organisation)
        for word in wanted:
            query = query.where(Invitation.email.contains(word) | Invitation.name.contains(word))
    for row in query.order_by(Invitation.email).limit(MOST + 1):
        of = living[row.round_id]
        about = f"{row.email}, {of.title}" if row.name else of.title
        yield Hit(
            "person", row.name or row.email, about, of.code, row.organisation_id, row.id.hex()
        )


def _holds(text: str, wanted: list[str]) -> bool:
    return all(word in text.lower() for word in wanted)
