"""A manifest is read as it was written, or not at all."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import SettingsError
from portal.vault.keys import KeyFolder
from portal.vault.manifest import Manifest, Terms, unpacked

ROUND = bytes(range(16))
MANIFEST = Manifest(
    terms=Terms(bytes(range(32)), "ab" * 32, 2048, 10, responses=True),
    closes=datetime(2026, 3, 9, 9, 0, tzinfo=UTC),
    organisations=("northshire", "southborough"),
)


MOMENTS = st.integers(0, 32 * 10**9).map(lambda at: datetime.fromtimestamp(at, UTC))
TERMS = st.builds(
    Terms,
    st.binary(max_size=40),
    st.text("0123456789abcdef"),
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.booleans(),
)


@given(TERMS, MOMENTS, st.lists(st.text(max_size=9), max_size=4))
def test_what_is_written_is_read(terms: Terms, closes: datetime, codes: list[str]) -> None:
    manifest = Manifest(terms, closes, tuple(codes))
    assert unpacked(manifest.packed()) == manifest


@pytest.mark.parametrize(
    "data",
    [b"", b"1", b"{}", b"[1]", b"\xff", MANIFEST.packed() + b" ", MANIFEST.packed()[:-2]],
)
def test_what_was_not_written_so_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):
        unpacked(data)


def test_a_manifest_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    assert folder.manifest(ROUND) is None
    folder.write_manifest(ROUND, MANIFEST)
    assert folder.manifest(ROUND) == MANIFEST
    later = replace(MANIFEST, organisations=("northshire",))
    folder.write_manifest(ROUND, later)
    assert folder.manifest(ROUND) == KeyFolder(folder.path).manifest(ROUND) == later
    (file,) = (path for path in folder.path.rglob("*") if path.is_file())
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == (f"{ROUND.hex()}.manifest", 0o600)


def test_respondents_process_may_read_it_where_a_group_does(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys", os.getgid())
    folder.write_manifest(ROUND, MANIFEST)
    (file,) = (path for path in folder.path.rglob("*") if path.is_file())
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    file.chmod(0o660)
    with pytest.raises(SettingsError, match="open to other users: set its mode to 640"):
        KeyFolder(folder.path, os.getgid()).manifest(ROUND)


def test_a_manifest_that_cannot_be_read_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    folder.write_manifest(ROUND, MANIFEST)
    (file,) = (path for path in folder.path.rglob("*") if path.is_file())
    file.write_bytes(b"{}")
    with pytest.raises(SettingsError, match=r"cannot be read: a part is missing\.$"):
        folder.manifest(ROUND)


def test_a_manifest_is_read_once_for_each_time_that_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = KeyFolder(tmp_path / "keys")
    folder.write_manifest(ROUND, MANIFEST)
    first = folder.manifest(ROUND)
    monkeypatch.setattr(os, "open", lambda *_: 1 / 0)
    assert folder.manifest(ROUND) is first
