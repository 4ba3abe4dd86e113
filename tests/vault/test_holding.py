"""Locks tell when no process has anything of a round in its memory any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from portal.vault import holding
from portal.vault.holding import Holds
from portal.vault.keys import KeyFolder
from portal.vault.pairs import new_round_key, public_of
from tests.beside import another_process, end

kept = ExitStack()
"""What a process has for as long as it lives."""
ROUND, OTHER = bytes(range(16)), bytes(range(1, 17))


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "lock").touch()
    return tmp_path / "lock"


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    made = KeyFolder(tmp_path / "keys", holds=Holds())
    for round_id in (ROUND, OTHER):
        made.create(round_id, new_round_key, public_of)
    return made


def of_another(folder: KeyFolder) -> KeyFolder:
    """What another process has of the same folder."""
    return replace(folder, holds=Holds())


def test_who_wants_a_lock_alone_is_told_which_process_holds_it(lock: Path) -> None:
    with another_process(lambda: Holds().take(lock)) as child:
        with holding.alone(lock) as holder:
            assert holder == child
        end(child)
        with holding.alone(lock) as holder:
            assert holder is None


def test_several_processes_hold_a_lock_and_each_is_waited_for(lock: Path) -> None:
    with (
        another_process(lambda: Holds().take(lock)) as first,
        another_process(lambda: Holds().take(lock)) as second,
    ):
        with holding.alone(lock) as holder:
            assert holder in (first, second)
        end(first)
        with holding.alone(lock) as holder:
            assert holder == second


def test_nobody_takes_a_lock_that_another_has_alone(lock: Path) -> None:
    def alone_for_good() -> None:
        kept.enter_context(holding.alone(lock))

    with another_process(alone_for_good):
        assert not Holds().take(lock)
    assert Holds().take(lock)


def test_without_a_file_there_is_nothing_to_hold_and_nobody_who_does(tmp_path: Path) -> None:
    holds = Holds()
    assert holds.take(tmp_path / "none")
    assert list(holds) == []
    with holding.alone(tmp_path / "none") as holder:
        assert holder is None


def test_threads_that_take_a_lock_at_once_open_it_once(
    lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holds, opened, shared = Holds(), list[Path](), holding._shared
    monkeypatch.setattr(holding, "_shared", lambda file: (opened.append(file), shared(file))[1])
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: holds.take(lock), range(64)))
    assert opened == [lock]


@pytest.mark.parametrize("kind", ["draft_secret", "link_key", "round_key"])
def test_whoever_reads_a_secret_holds_its_round_and_no_other(folder: KeyFolder, kind: str) -> None:
    def read() -> None:
        assert getattr(of_another(folder), kind)(ROUND)

    with another_process(read) as child:
        with folder.alone(ROUND) as holder:
            assert holder == child
        with folder.alone(OTHER) as holder:
            assert holder is None


def test_a_process_knows_what_it_holds_and_that_it_is_over(folder: KeyFolder) -> None:
    assert not folder.holding(ROUND) and not folder.outlived()
    folder.draft_secret(ROUND)
    assert folder.holding(ROUND) and not folder.holding(OTHER) and not folder.outlived()
    folder.destroy_closing(OTHER)
    assert not folder.outlived()
    folder.destroy_closing(ROUND)
    assert folder.outlived()


def test_a_process_that_is_to_retire_has_outlived_what_it_knows(folder: KeyFolder) -> None:
    assert folder.holds
    folder.holds.retire()
    assert folder.outlived()


def test_looking_for_a_manifest_or_the_health_of_the_folder_holds_nothing(
    folder: KeyFolder,
) -> None:
    assert folder.manifest(ROUND) is None
    replace(folder)
    assert not folder.holding(ROUND)


def test_no_secret_is_read_while_a_certificate_is_written(folder: KeyFolder) -> None:
    def alone_for_good() -> None:
        kept.enter_context(of_another(folder).alone(ROUND))

    with another_process(alone_for_good):
        assert folder.draft_secret(ROUND) is None
        assert folder.draft_secret(OTHER) is not None
    assert folder.draft_secret(ROUND) is not None
