"""Who can write to the database, and holds nothing of the key folder: what they put there, and what
a portal without manifests would make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from pytest import MonkeyPatch

from portal.services.lifecycle import counting, manifests
from portal.services.questionnaires import frozen
from portal.services.rounds import register as rounds
from portal.store.library import Frozen
from portal.store.rounds import Round
from portal.vault import pairs
from portal.vault.keys import KeyFolder
from portal.vault.manifest import Manifest, Terms
from tests.factories import SMALL, parsed

PRIVATE, PUBLIC = pairs.new_round_key()
"""A key pair of the attacker's."""
LEADING = SMALL.replace("I am heard", "I am heard (your manager reads this)")
"""What they would like to ask."""


def _columns(**changes: object) -> None:
    Round.update(**changes).where(Round.code == "spring").execute()


def public_key() -> None:
    _columns(public_key=PUBLIC)


def threshold() -> None:
    _columns(threshold=1)


def size() -> None:
    _columns(size=Round.get(Round.code == "spring").size + 512)


def questionnaire() -> None:
    """Another one, under its own hash."""
    frozen.keep(parsed(LEADING))
    _columns(questionnaire=parsed(LEADING).sha256)


def text() -> None:
    """Another text under the same hash, before a process has read it."""
    frozen.load.cache_clear()
    Frozen.update(text=LEADING).execute()


@dataclass(frozen=True)
class Swap:
    """One of what never changes. ``said``: what staff are told that it is."""

    make: Callable[[], None]
    said: str

    def __str__(self) -> str:
        return self.make.__name__


SWAPS = [
    Swap(public_key, "its public key"),
    Swap(threshold, "its smallest group"),
    Swap(size, "the size of its ballots"),
    Swap(questionnaire, "its questionnaire"),
    Swap(text, "the text of its questionnaire"),
]


def closes(**later: float) -> None:
    _columns(closes=rounds.by_code("spring").closes + timedelta(**later))


Breakage: TypeAlias = Callable[[MonkeyPatch], None]


def no_manifest(patch: MonkeyPatch) -> None:
    """The portal believes what the database says, and no hash of a text is looked at."""

    def as_the_database_says(_: KeyFolder, round_id: bytes) -> Manifest:
        row = Round.get_by_id(round_id)
        key, kept = row.public_key or b"", bool(row.responses_kept)
        terms = Terms(key, row.questionnaire_id, row.size, row.threshold, kept)
        return Manifest(terms, row.closes, manifests.first(round_id, b"").organisations)

    patch.setattr(KeyFolder, "manifest", as_the_database_says)
    patch.setattr(KeyFolder, "write_manifest", lambda *_: None)
    patch.setattr(frozen, "_has_hash", lambda text, sha256: True)


def no_smallest_group(patch: MonkeyPatch) -> None:
    """A threshold is obeyed, whatever it is."""
    no_manifest(patch)
    patch.setattr(counting, "FEWEST", 1)
