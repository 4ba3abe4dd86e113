"""What must not be found, whatever is taken: keys outside the key folder, or anything that opens
a draft or a ballot, or any trace of a person, after their time."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.services import health
from portal.services.rounds import register as rounds
from portal.store import db
from portal.store.results import Response
from portal.vault import tokens
from portal.worker import passes
from tests.attack import matchers
from tests.attack.attacker import Attacker
from tests.attack.rounds import Played, play
from tests.attack.snapshots import Snapshot


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return play(tmp_path_factory.mktemp("attacked"), seed=7)


def everything(played: Played) -> Iterator[tuple[str, bytes]]:
    """Every file outside the key folder, at every step, and the log."""
    attacker = played.attacker
    yield "log", "\n".join(attacker.log).encode()
    for number, snapshot in enumerate([_backup(attacker), *attacker.ends]):
        for name, data in snapshot.files.items():
            yield f"{number} {name}", data
    for file in played.house.folder.rglob("*"):
        if file.is_file() and "keys" not in file.parts:
            yield file.name, file.read_bytes()


def spellings(secret: bytes) -> tuple[bytes, ...]:
    """As they are, in hexadecimal, in base 64 and for addresses."""
    coded = base64.b64encode(secret).rstrip(b"=")
    return (
        secret,
        secret.hex().encode(),
        secret.hex().upper().encode(),
        coded,
        coded.translate(bytes.maketrans(b"+/", b"-_")),
    )


def holding(files: dict[str, bytes], secret: bytes) -> list[str]:
    return [n for n, data in files.items() if any(s in data for s in spellings(secret))]


def test_no_key_ever_leaves_the_key_folder(played: Played) -> None:
    files = dict(everything(played))
    kinds = {Path(name).suffix for name in played.secrets}
    assert kinds == {".link", ".draft", ".round", ".secret"}
    for name, secret in played.secrets.items():
        assert holding(files, secret) == [], name


def test_the_search_for_keys_would_find_one(played: Played) -> None:
    assert holding({"a": b"..." + bytes(range(32)).hex().encode()}, bytes(range(32))) == ["a"]
    token = next(iter(played.attacker.tokens.values()))
    assert any(name.endswith(".eml") for name in holding(dict(everything(played)), token))


def test_after_the_count_the_key_folder_holds_a_tombstone_and_the_web_secret(
    played: Played,
) -> None:
    kinds = sorted(Path(name).suffix for name in played.attacker.key_files)
    assert kinds == [".secret", ".tombstone"]


def test_a_mid_round_backup_and_all_that_is_left_open_nothing(played: Played) -> None:
    assert _backup(played.attacker).tables["ballot"]
    assert _backup(played.attacker).tables["draft"]
    assert matchers.opened_ballots(played.attacker) == {}
    assert matchers.opened_drafts(played.attacker) == {}


@pytest.mark.parametrize(("kind", "ballots"), [(".draft", 0), (".link", 0), (".round", 30)])
def test_links_and_the_draft_secret_open_no_draft_and_only_the_round_key_ballots(
    kind: str, ballots: int, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = {name: key for name, key in played.secrets.items() if name.endswith(kind)}
    monkeypatch.setattr(played.attacker, "key_files", taken)
    assert matchers.opened_drafts(played.attacker) == {}
    assert len(matchers.opened_ballots(played.attacker)) == ballots


def test_a_restored_mid_round_backup_is_never_counted_again(tmp_path: Path) -> None:
    played = play(tmp_path, seed=8)
    for name in _backup(played.attacker).files:
        (played.house.folder / name).unlink(missing_ok=True)
    for name, data in _backup(played.attacker).files.items():
        if not name.endswith("-shm"):
            (played.house.folder / name).write_bytes(data)
    try:
        health.believe(played.house.now)
        passes.run(played.house.tools, played.house.now)
        passes.run(played.house.tools, played.house.now)
        assert rounds.by_code("spring").state == "closed"
        assert "older copy" in rounds.by_code("spring").problem
        assert Response.select().count() == 0
    finally:
        db.db.close()


def test_closing_leaves_no_address_and_no_draft_in_any_byte_of_the_files(played: Played) -> None:
    attacker = played.attacker
    gone = [email.encode() for email in attacker.tokens]
    gone += [row[column] for row in attacker.drafts.values() for column in ("id", "slot", "body")]
    gone += [traits["invitation.stop_token"] for traits in attacker.traits.values()]
    for snapshot in attacker.ends:
        assert _remnants(snapshot, gone) == []


def test_the_count_leaves_no_ticket_and_no_ballot_in_any_byte_of_the_files(
    played: Played,
) -> None:
    attacker = played.attacker
    gone = [tokens.ticket_of(token) for token in attacker.tokens.values()]
    gone += [row[column] for row in attacker.ballots.values() for column in ("key", "sealed")]
    assert len(_remnants(attacker.ends[0], gone)) >= len(gone) // 2
    assert _remnants(attacker.ends[-1], gone) == []


def test_every_ballot_and_every_draft_has_one_size(played: Played) -> None:
    attacker = played.attacker
    assert len({len(row["sealed"]) for row in attacker.ballots.values()}) == 1
    assert len({len(row["body"]) for row in attacker.drafts.values()}) == 1


def test_a_draft_does_not_tell_how_often_it_was_saved(played: Played) -> None:
    """A number of saves tells how many questions came up, hence some of the answers."""
    marks = {row["version"] for row in played.attacker.drafts.values()}
    assert len(marks) == len(played.attacker.drafts)
    assert min(marks) > 2**24


def test_traces_are_found_where_the_file_is_not_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "erase_traces", lambda *tables: None)
    attacker = play(tmp_path, seed=9).attacker
    keys = [row["key"] for row in attacker.ballots.values()]
    assert _remnants(attacker.ends[-1], keys)


def _backup(attacker: Attacker) -> Snapshot:
    assert attacker.backup is not None
    return attacker.backup


def _remnants(snapshot: Snapshot, traces: list[bytes]) -> list[bytes]:
    """Those of which the beginning lies anywhere: longer rows are spread over pages."""
    return [t for t in traces if any(t[:16] in data for data in snapshot.files.values())]
