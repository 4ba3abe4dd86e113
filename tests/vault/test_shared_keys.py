"""Where the worker and respondents' process are two users: one group may read draft secrets, and
nothing else is any looser than for one user."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.vault.keys import KeyFolder
from portal.vault.pairs import new_round_key, public_of

ROUND = bytes(range(16))
READERS = os.getgid()
"""The group in which every file of a test is made anyway."""


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    """The worker's, with the keys of a round."""
    made = KeyFolder(tmp_path / "keys", READERS)
    made.staff_key()  # makes the folders as for one user: the round's keys open what is to be open
    made.create(ROUND, new_round_key, public_of)
    return KeyFolder(made.path, READERS)


def file(folder: KeyFolder, kind: str) -> Path:
    place = "respond" if kind in ("draft", "lock") else "worker"
    return folder.path / place / f"{ROUND.hex()}.{kind}"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_draft_secrets_are_opened_to_the_readers(folder: KeyFolder) -> None:
    folder.web_secret(None)
    modes = {p.relative_to(folder.path).as_posix(): mode(p) for p in folder.path.rglob("*")}
    assert mode(folder.path) == 0o710
    assert modes == {
        "worker": 0o700,
        "respond": 0o750,
        "web.secret": 0o600,
        "worker/sign-in.staff": 0o600,
        f"worker/{ROUND.hex()}.link": 0o600,
        f"worker/{ROUND.hex()}.round": 0o600,
        f"respond/{ROUND.hex()}.draft": 0o640,
        f"respond/{ROUND.hex()}.lock": 0o640,
    }
    assert {path.stat().st_gid for path in (folder.path, file(folder, "draft"))} == {READERS}


def test_a_draft_secret_is_read_and_destroyed_as_ever(folder: KeyFolder) -> None:
    secret = folder.draft_secret(ROUND)
    assert secret is not None and len(secret) == 32
    folder.refuse_closed()
    folder.destroy_closing(ROUND)
    assert folder.draft_secret(ROUND) is None
    assert not file(folder, "draft").exists()


@pytest.mark.parametrize("loose", [0o644, 0o641, 0o660, 0o650, 0o604])
def test_a_draft_secret_looser_than_that_is_refused(folder: KeyFolder, loose: int) -> None:
    file(folder, "draft").chmod(loose)
    with pytest.raises(SettingsError, match="open to other users: set its mode to 640"):
        KeyFolder(folder.path, READERS)
    with pytest.raises(SettingsError, match="open to other users"):
        folder.draft_secret(ROUND)


@pytest.mark.parametrize("kind", ["link", "round"])
def test_the_worker_s_own_keys_are_refused_when_the_readers_can_read_them(
    folder: KeyFolder, kind: str
) -> None:
    file(folder, kind).chmod(0o640)
    with pytest.raises(SettingsError, match="open to other users: set its mode to 600"):
        KeyFolder(folder.path, READERS)


@pytest.mark.parametrize(
    ("name", "loose", "wanted"),
    [
        ("", 0o750, 710),
        ("", 0o711, 710),
        ("worker", 0o710, 700),
        ("respond", 0o770, 750),
        ("respond", 0o755, 750),
    ],
)
def test_a_folder_looser_than_that_is_refused(
    folder: KeyFolder, name: str, loose: int, wanted: int
) -> None:
    (folder.path / name).chmod(loose)
    with pytest.raises(SettingsError, match=f"open to other users: set its mode to {wanted}"):
        KeyFolder(folder.path, READERS)


@pytest.mark.parametrize("readers", [None, READERS + 1])
def test_what_is_open_to_another_group_than_the_readers_is_refused(
    folder: KeyFolder, readers: int | None
) -> None:
    with pytest.raises(SettingsError, match="open to other users: set its mode to 700"):
        KeyFolder(folder.path, readers)
    (folder.path).chmod(0o700)
    with pytest.raises(SettingsError, match="respond is open to other users: set its mode to 700"):
        KeyFolder(folder.path, readers)
    (folder.path / "respond").chmod(0o700)
    with pytest.raises(
        SettingsError, match=r"(draft|lock) is open to other users: set its mode to 600"
    ):
        KeyFolder(folder.path, readers)


def test_a_worker_that_is_not_in_the_group_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", refuse)
    with pytest.raises(SettingsError, match=r"cannot be made: Operation not permitted\.$"):
        KeyFolder(tmp_path / "keys", READERS).create(ROUND, new_round_key, public_of)


def closed_to_us(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Tests may run as root, who may go anywhere: the refusal is played, by name."""
    looking, listing = Path.stat, Path.iterdir

    def look(path: Path, **more: bool) -> os.stat_result:
        if any(each in path.parents for each in folders):
            raise PermissionError(13, "Permission denied")
        return looking(path, **more)

    def listed(path: Path) -> object:
        if any(each in (path, *path.parents) for each in folders):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "stat", look)
    monkeypatch.setattr(Path, "iterdir", listed)
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)


def test_a_process_that_may_look_into_nothing_starts_without_a_key(
    folder: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The staff site's does; one for respondents would stop with a sentence."""
    closed_to_us(monkeypatch, folder.path)
    with pytest.raises(SettingsError, match=r"respond cannot be read: Permission denied\.$"):
        KeyFolder(folder.path, READERS).refuse_closed()


def test_a_process_that_may_pass_to_draft_secrets_serves_respondents(
    folder: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_to_us(monkeypatch, folder.path / "worker")
    theirs = KeyFolder(folder.path, READERS)
    theirs.refuse_closed()
    assert theirs.draft_secret(ROUND) == folder.draft_secret(ROUND)


def test_before_the_first_round_there_is_nothing_to_look_into(tmp_path: Path) -> None:
    KeyFolder(tmp_path / "keys", READERS).refuse_closed()
