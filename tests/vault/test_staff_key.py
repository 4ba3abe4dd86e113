"""The key of staff's sign-in links: the worker's, made when it is first needed."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.vault.keys import KeyFolder


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


def test_it_is_made_once_and_lies_among_the_workers_keys(folder: KeyFolder) -> None:
    key = folder.staff_key()
    file = folder.path / "worker" / "sign-in.staff"
    assert len(key) == 32
    assert file.read_bytes() == key == KeyFolder(folder.path).staff_key()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_looking_at_the_folder_makes_none(folder: KeyFolder) -> None:
    assert not folder.path.exists()


def test_workers_that_need_it_at_once_all_get_the_same(folder: KeyFolder) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = {future.result() for future in [pool.submit(folder.staff_key) for _ in range(8)]}
    assert len(found) == 1


def test_one_of_another_size_is_refused_at_the_start(folder: KeyFolder) -> None:
    folder.staff_key()
    (folder.path / "worker" / "sign-in.staff").write_bytes(b"short")
    with pytest.raises(SettingsError, match="must be 32 bytes"):
        KeyFolder(folder.path)


def test_one_that_others_can_read_is_refused(folder: KeyFolder) -> None:
    folder.staff_key()
    (folder.path / "worker" / "sign-in.staff").chmod(0o644)
    with pytest.raises(SettingsError, match="open to other users"):
        folder.staff_key()
