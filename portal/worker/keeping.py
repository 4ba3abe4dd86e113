"""Every round is held to its manifest, which the worker writes when it opens, and from then on
only for what somebody has asked for: first the file, then the database."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Literal

from portal.calendar.state import State
from portal.errors import Conflict, SettingsError
from portal.services import audit
from portal.services.letters import notices
from portal.services.lifecycle import manifests
from portal.services.rounds.register import RoundInfo
from portal.services.staff import accounts
from portal.store import db
from portal.vault import pairs
from portal.vault.manifest import Manifest
from portal.worker.tools import Tools


def begin(tools: Tools, round_: RoundInfo) -> bytes:
    """Make the keys and the manifest of a round that opens; return the public key. What is there
    already stays."""
    public = tools.keys.create(round_.id, pairs.new_round_key, pairs.public_of)
    if tools.keys.manifest(round_.id) is None:
        tools.keys.write_manifest(round_.id, manifests.first(round_.id, public))
    return public


def keep(tools: Tools, round_: RoundInfo, now: datetime) -> str:
    """Grant what was asked for, put right what may change, and raise ``Conflict`` where the
    database says something else of what never does. Administrators are told."""
    manifest = tools.keys.manifest(round_.id) or _adopt(tools, round_, now)
    put = _let_change(tools, round_, manifest, now) if round_.state == State.OPEN else []
    wrong = manifests.faults(round_.id, manifest)
    problem = manifests.disagreement(round_.code, wrong) if wrong else ""
    if put or (problem and problem != round_.problem):
        tell(round_, "disagreeing")
    if problem:
        raise Conflict(problem)
    return f"the database was wrong about round {round_.code}: {'; '.join(put)}" if put else ""


def agrees(tools: Tools, round_: RoundInfo) -> bool:
    """Say whether a round may go on: there is a manifest, and the database agrees with it."""
    manifest = _read(tools, round_)
    return manifest is not None and not manifests.faults(round_.id, manifest)


def closes(tools: Tools, round_: RoundInfo) -> datetime:
    """Return when a round closes, by its manifest if it has one that can be read."""
    manifest = _read(tools, round_)
    return manifest.closes if manifest else round_.closes


def close_now(tools: Tools, round_: RoundInfo, now: datetime) -> None:
    """Write into the manifest of a round that closes early that it does."""
    manifest = _read(tools, round_)
    if manifest and now < manifest.closes:
        tools.keys.write_manifest(round_.id, replace(manifest, closes=now.replace(microsecond=0)))


def tell(round_: RoundInfo, kind: Literal["disagreeing", "held"]) -> None:
    """Put a letter about the round to every administrator in hand, once for each."""
    with db.writing():
        for reader in accounts.administrators():
            notices.put_in_hand(reader, kind, round_.id)


def _read(tools: Tools, round_: RoundInfo) -> Manifest | None:
    """Return the manifest, if there is one that can be read: nothing holds up a closing."""
    with suppress(SettingsError):
        return tools.keys.manifest(round_.id)
    return None


def _let_change(tools: Tools, round_: RoundInfo, manifest: Manifest, now: datetime) -> list[str]:
    wanted = manifests.wanted(round_.id, manifest)
    if wanted != manifest:
        tools.keys.write_manifest(round_.id, wanted)
    return manifests.put_right(round_.id, wanted, now)


def _adopt(tools: Tools, round_: RoundInfo, now: datetime) -> Manifest:
    """Write the manifest of a round that has opened without one, before there were any: as the
    database has it, but with the public half of the key that is in the folder."""
    if (grave := tools.keys.tombstone(round_.id)) is not None:
        raise Conflict(f"This database is an older copy: {grave}")
    key = tools.keys.round_key(round_.id)
    if key is None:
        raise Conflict(f"The round key of round {round_.code} is not in the folder.")
    tools.keys.make_lock(round_.id)
    manifest = manifests.first(round_.id, pairs.public_of(key))
    tools.keys.write_manifest(round_.id, manifest)
    audit.note(audit.WORKER, f"wrote the manifest of round {round_.code}, which had none", now)
    return manifest
