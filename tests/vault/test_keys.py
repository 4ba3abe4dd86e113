import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.errors import Conflict, SettingsError
from portal.vault.keys import KeyFolder
from portal.vault.pairs import new_round_key, public_of

ROUND = bytes(range(16))
OTHER = bytes(range(1, 17))
KEYS = ("link", "draft", "round")
WITH_LOCK = (*KEYS, "lock")


class Crash(BaseException):
    """The power goes: nothing in the code may catch this."""


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "keys")


def create(folder: KeyFolder, round_id: bytes = ROUND) -> bytes:
    return folder.create(round_id, new_round_key, public_of)


def file(folder: KeyFolder, kind: str, round_id: bytes = ROUND) -> Path:
    place = "respond" if kind in ("draft", "lock", "manifest") else "worker"
    return folder.path / place / f"{round_id.hex()}.{kind}"


def all_files(folder: KeyFolder) -> set[Path]:
    return {path for path in folder.path.rglob("*") if path.is_file()}


def test_a_new_installation_has_no_keys(folder):
    assert folder.link_key(ROUND) is None
    assert folder.round_key(ROUND) is None
    assert folder.draft_secret(ROUND) is None
    assert folder.tombstone(ROUND) is None


def test_a_round_gets_three_different_keys_and_its_public_half(folder):
    public = create(folder)
    made = {folder.link_key(ROUND), folder.round_key(ROUND), folder.draft_secret(ROUND)}
    assert {len(key) for key in made} == {32}
    assert len(made) == 3
    assert public_of(folder.round_key(ROUND)) == public


def test_keys_lie_where_the_protocol_says(folder):
    create(folder)
    assert all_files(folder) == {file(folder, kind) for kind in WITH_LOCK}
    assert file(folder, "draft").read_bytes() == folder.draft_secret(ROUND)
    assert file(folder, "round").read_bytes() == folder.round_key(ROUND)
    assert file(folder, "link").read_bytes() == folder.link_key(ROUND)


def test_making_keys_again_keeps_what_is_there(folder):
    public = create(folder)
    before = {path: path.read_bytes() for path in all_files(folder)}
    assert create(folder) == public
    assert {path: path.read_bytes() for path in all_files(folder)} == before


def test_two_rounds_share_no_key(folder):
    assert create(folder) != create(folder, OTHER)
    assert folder.link_key(ROUND) != folder.link_key(OTHER)
    assert folder.draft_secret(ROUND) != folder.draft_secret(OTHER)


def test_only_the_owner_can_read_folders_and_files(folder):
    create(folder)
    folder.entomb(OTHER, "counted")
    folder.web_secret(None)
    folders = {folder.path, folder.path / "worker", folder.path / "respond"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in all_files(folder)} == {0o600}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o610, 0o620, 0o666])
@pytest.mark.parametrize("kind", KEYS)
def test_a_key_that_others_can_reach_is_refused(folder, kind, mode):
    create(folder)
    file(folder, kind).chmod(mode)
    with pytest.raises(SettingsError, match="open to other users: set its mode to 600"):
        KeyFolder(folder.path)
    with pytest.raises(SettingsError, match="open to other users"):
        create(folder)


@pytest.mark.parametrize("name", ["", "worker", "respond"])
def test_a_folder_that_others_can_reach_is_refused(folder, name):
    create(folder)
    (folder.path / name).chmod(0o750)
    with pytest.raises(SettingsError, match="open to other users: set its mode to 700"):
        KeyFolder(folder.path)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
@pytest.mark.parametrize("kind", KEYS)
def test_a_key_of_the_wrong_size_stops_the_start(folder, kind, content):
    create(folder)
    file(folder, kind).write_bytes(content)
    with pytest.raises(SettingsError, match=f"must be 32 bytes, not {len(content)}"):
        KeyFolder(folder.path)


def test_an_unreadable_key_is_told_in_one_sentence(folder):
    create(folder)
    file(folder, "link").unlink()
    file(folder, "link").mkdir(mode=0o700)
    with pytest.raises(SettingsError, match=r"cannot be read: Is a directory\.$"):
        folder.link_key(ROUND)


def test_a_key_is_never_followed_to_another_place(folder, tmp_path):
    create(folder)
    elsewhere = tmp_path / "elsewhere"
    file(folder, "link").rename(elsewhere)
    file(folder, "link").symlink_to(elsewhere)
    with pytest.raises(SettingsError, match="cannot be read"):
        folder.link_key(ROUND)


def test_a_key_folder_that_is_a_file_is_refused(tmp_path):
    path = tmp_path / "keys"
    path.write_bytes(b"")
    path.chmod(0o600)
    with pytest.raises(SettingsError, match=r"cannot be read: Not a directory\.$"):
        KeyFolder(path)


def test_a_worker_s_folder_closed_to_us_does_not_stop_respondents(folder, monkeypatch):
    """Tests may run as root, who may read everything: the refusal is played."""
    create(folder)
    listing = Path.iterdir

    def closed(path):
        if path.name == "worker":
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    monkeypatch.setattr(os, "geteuid", lambda: folder.path.stat().st_uid + 1)
    assert KeyFolder(folder.path).draft_secret(ROUND) == folder.draft_secret(ROUND)


def test_our_own_folder_that_we_cannot_list_stops_the_start(folder, monkeypatch):
    create(folder)

    def closed(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(SettingsError, match=r"cannot be read: Permission denied\.$"):
        KeyFolder(folder.path)


def test_a_round_s_id_of_another_width_has_no_keys(folder):
    with pytest.raises(ValueError, match="a round's id must be 16 bytes"):
        folder.link_key(ROUND[1:])


def crash_at(monkeypatch, module: object, name: str, call: int) -> None:
    """The given call of a function raises; the ones before it work."""
    real, calls = getattr(module, name), iter(range(1, 1000))

    def crashing(*args, **kwargs):
        if next(calls) == call:
            raise Crash
        return real(*args, **kwargs)

    monkeypatch.setattr(module, name, crashing)


@pytest.mark.parametrize("call", range(1, 4))
@pytest.mark.parametrize("name", ["link", "unlink"])
def test_after_a_crash_in_the_middle_of_making_keys_the_rest_is_made(
    folder, monkeypatch, name, call
):
    with monkeypatch.context() as patch, pytest.raises(Crash):
        crash_at(patch, os, name, call)
        create(folder)
    folder = KeyFolder(folder.path)
    kept = {kind: file(folder, kind).read_bytes() for kind in KEYS if file(folder, kind).exists()}
    public = create(folder)
    assert public_of(folder.round_key(ROUND)) == public
    assert {kind: file(folder, kind).read_bytes() for kind in kept} == kept


@pytest.mark.parametrize("call", range(1, 12))
def test_no_crash_leaves_half_a_key(folder, monkeypatch, call):
    with monkeypatch.context() as patch, pytest.raises(Crash):
        crash_at(patch, os, "fsync", call)
        create(folder)
    KeyFolder(folder.path)
    assert create(folder) == create(folder)


def test_closing_destroys_link_key_and_draft_secret_and_nothing_else(folder):
    create(folder)
    create(folder, OTHER)
    folder.destroy_closing(ROUND)
    assert folder.link_key(ROUND) is None
    assert folder.draft_secret(ROUND) is None
    assert folder.round_key(ROUND) is not None
    assert len([path for path in all_files(folder) if OTHER.hex() in path.name]) == len(WITH_LOCK)


def test_after_the_count_no_file_of_the_round_but_its_tombstone_is_left(folder):
    create(folder)
    folder.destroy_closing(ROUND)
    folder.entomb(ROUND, "counted")
    folder.destroy_round_key(ROUND)
    folder.remove_lock(ROUND)
    assert folder.round_key(ROUND) is None
    assert all_files(folder) == {file(folder, "tombstone")}


def test_destroying_again_or_what_was_never_there_is_no_error(folder):
    folder.destroy_closing(ROUND)
    folder.destroy_round_key(ROUND)
    create(folder)
    for _ in range(2):
        folder.destroy_closing(ROUND)
        folder.destroy_round_key(ROUND)
        folder.remove_lock(ROUND)
    assert all_files(folder) == set()


def test_the_bytes_are_overwritten_before_the_name_goes(folder, monkeypatch):
    create(folder)
    held = file(folder, "link").open("rb")
    folder.destroy_closing(ROUND)
    with held:
        assert held.read() == bytes(32)


@pytest.mark.parametrize("call", [1, 2])
def test_a_crash_between_overwriting_and_removing_leaves_no_key_of_zeros(folder, monkeypatch, call):
    create(folder)
    with monkeypatch.context() as patch, pytest.raises(Crash):
        crash_at(patch, os, "unlink", call)
        folder.destroy_closing(ROUND)
    folder = KeyFolder(folder.path)
    assert folder.link_key(ROUND) is None
    with pytest.raises(Conflict):
        create(folder)
    folder.destroy_closing(ROUND)
    assert all_files(folder) == {file(folder, "round"), file(folder, "lock")}


def test_a_crash_while_the_round_key_is_destroyed_leaves_no_key_of_zeros(folder, monkeypatch):
    create(folder)
    folder.destroy_closing(ROUND)
    with monkeypatch.context() as patch, pytest.raises(Crash):
        crash_at(patch, os, "unlink", 1)
        folder.destroy_round_key(ROUND)
    assert folder.round_key(ROUND) is None
    with pytest.raises(Conflict):
        create(folder)
    folder.destroy_round_key(ROUND)
    assert not file(folder, "round").exists()


def test_what_a_crash_left_of_a_key_under_a_passing_name_is_destroyed_with_it(folder):
    create(folder)
    left = file(folder, "link").with_name(f"{ROUND.hex()}.link.0123456789abcdef.new")
    left.hardlink_to(file(folder, "link"))
    folder.destroy_closing(ROUND)
    assert all_files(folder) == {file(folder, "round"), file(folder, "lock")}


def test_a_key_that_cannot_be_destroyed_is_told(folder, monkeypatch):
    create(folder)

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "unlink", refuse)
    with pytest.raises(SettingsError, match=r"cannot be destroyed: Permission denied\.$"):
        folder.destroy_closing(ROUND)


def test_a_closed_round_gets_no_new_keys(folder):
    create(folder)
    folder.destroy_closing(ROUND)
    with pytest.raises(Conflict, match="was closed"):
        create(folder)


def test_a_counted_round_gets_no_new_keys(folder):
    folder.entomb(ROUND, "counted")
    with pytest.raises(Conflict, match="was counted"):
        create(folder)
    assert all_files(folder) == {file(folder, "tombstone")}


def test_a_tombstone_keeps_its_first_text(folder):
    folder.entomb(ROUND, "counted: 30 ballots — Northshire")
    folder.entomb(ROUND, "something else")
    assert folder.tombstone(ROUND) == "counted: 30 ballots — Northshire"
    assert folder.tombstone(OTHER) is None


def test_keys_that_cannot_be_written_are_told(folder, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(SettingsError, match=r"cannot be made: No space left on device\.$"):
        create(folder)
    assert all_files(folder) == set()


def test_the_web_secret_is_made_once(folder):
    secret = folder.web_secret(None)
    assert len(secret) == 32
    assert KeyFolder(folder.path).web_secret(None) == secret


def test_the_web_secret_may_lie_elsewhere(folder, tmp_path):
    place = tmp_path / "run" / "secret"
    assert folder.web_secret(place) == place.read_bytes()
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_web_secret_of_the_operator_s_own_is_used_as_it_is(folder, tmp_path):
    place = tmp_path / "secret"
    place.write_bytes(b"s" * 64)
    place.chmod(0o600)
    assert folder.web_secret(place) == b"s" * 64


@pytest.mark.parametrize("content", [b"", b"short", bytes(32)])
def test_a_web_secret_that_is_none_stops_the_start(folder, tmp_path, content):
    place = tmp_path / "secret"
    place.write_bytes(content)
    place.chmod(0o600)
    with pytest.raises(SettingsError, match="at least 32 random bytes"):
        folder.web_secret(place)


def test_a_web_secret_that_others_can_read_stops_the_start(folder, tmp_path):
    place = tmp_path / "secret"
    place.write_bytes(b"s" * 32)
    place.chmod(0o644)
    with pytest.raises(SettingsError, match="open to other users"):
        folder.web_secret(place)


def test_processes_that_start_at_once_all_get_the_same_web_secret(folder):
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: folder.web_secret(None), range(8)))
    assert len(secrets) == 1
    assert all_files(folder) == {folder.path / "web.secret"}


def test_who_comes_second_to_the_web_secret_takes_the_first_one_s(folder, monkeypatch):
    """The other process writes between our look and our own writing."""
    real = os.link

    def late(source, target, **kwargs):
        monkeypatch.setattr(os, "link", real)
        assert KeyFolder(folder.path).web_secret(None)
        return real(source, target, **kwargs)

    monkeypatch.setattr(os, "link", late)
    secret = folder.web_secret(None)
    assert secret == (folder.path / "web.secret").read_bytes()
