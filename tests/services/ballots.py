"""Closed rounds, and ballots that were interfered with."""

from __future__ import annotations

from typing import Any

from portal.services.lifecycle import closing
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.answers import Ballot
from portal.store.rounds import Round
from portal.survey.packing import pack, unpack
from portal.vault import sealing
from portal.vault.manifest import Manifest
from portal.vault.opening import open_ballot
from portal.worker import keeping
from tests.factories import House
from tests.services import scenes


def closed_round(
    house: House, northshire: int = 12, southborough: int = 0, **changes: Any
) -> RoundInfo:
    """All have answered and the round is closed, not counted."""
    house.open_round(northshire=northshire, southborough=southborough, **changes)
    scenes.everybody_responds(house)
    return close(house)


def close(house: House) -> RoundInfo:
    found = rounds.by_code("spring")
    keeping.close_now(house.tools, found, house.now)
    closing.begin_closing(found.id, house.now)
    closing.finish_closing(found.id)
    return rounds.by_code("spring")


def key_of(house: House) -> bytes:
    key = house.tools.keys.round_key(rounds.by_code("spring").id)
    assert key
    return key


def manifest_of(house: House) -> Manifest:
    manifest = house.tools.keys.manifest(rounds.by_code("spring").id)
    assert manifest
    return manifest


def content_of(house: House, ballot: Ballot) -> dict[str, Any]:
    return dict(unpack(open_ballot(key_of(house), ballot.round_id, ballot.sealed)))


def sealed(content: dict[str, Any]) -> bytes:
    row = Round.get(Round.code == "spring")
    return sealing.seal_ballot(row.public_key, row.id, pack(content), row.size)


def forge(house: House, **changes: Any) -> None:
    """Seal one ballot again, with something in it changed."""
    row = Ballot.get()
    content = content_of(house, row) | changes
    Ballot.update(sealed=sealed(content)).where(Ballot.key == row.key).execute()


def stuff(house: House) -> None:
    """One ballot more than people who answered, before all others: whoever reads them at the same
    time has passed it."""
    row = Ballot.get()
    copy = sealed(content_of(house, row))
    Ballot.insert(key=bytes(len(row.key)), round=row.round_id, sealed=copy).execute()


def tamper(number: int = 1) -> None:
    """Change one bit in so many ballots."""
    for row in list(Ballot.select().limit(number)):
        broken = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
        Ballot.update(sealed=broken).where(Ballot.key == row.key).execute()


def lose(number: int = 1) -> None:
    for row in list(Ballot.select().limit(number)):
        Ballot.delete().where(Ballot.key == row.key).execute()
