"""Files that are keys are made whole or not at all, refused where others can reach them, and
destroyed by being overwritten. Only ``keys.py`` uses this, and it says what lies where.

A key never takes another's place: it is written under a passing name, synced, then linked to its
own, which fails if the name is taken. ``put`` alone renames, which overwrites.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from portal.errors import Conflict, SettingsError
from portal.vault.derivation import KEY_BYTES

_PASSING = ".new"


class Reach(NamedTuple):
    """A folder and its files have these modes at the loosest, and leave to this group what they
    leave to one."""

    folder: int = 0o700
    file: int = 0o600
    group: int | None = None


ALONE = Reach()


@contextmanager
def in_one_sentence(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or "the system refused"
        raise SettingsError(f"The key file or folder {path} cannot be {done}: {reason}.") from None


def _refuse_loose(path: Path, status: os.stat_result, wanted: int, group: int | None) -> None:
    if group is None or status.st_gid != group:
        wanted &= 0o700
    if stat.S_IMODE(status.st_mode) & 0o077 & ~wanted:
        raise SettingsError(f"{path} is open to other users: set its mode to {wanted:o}.")


def listed(folder: Path, reach: Reach) -> list[Path]:
    """Return the folder's files, once its mode and theirs are found to be private.

    Another user's folder is left alone if it is closed to us: respondents' process is not meant to
    look into the worker's, nor to stop for it.
    """
    with in_one_sentence(folder, "read"):
        try:
            if not folder.exists():
                return []
            _refuse_loose(folder, folder.stat(), reach.folder, reach.group)
            files = [file for file in folder.iterdir() if not file.is_dir()]
        except PermissionError:
            if _is_ours(folder):
                raise
            return []
    for file in files:
        with suppress(FileNotFoundError):  # another process, starting at the same time
            _refuse_loose(file, file.lstat(), reach.file, reach.group)
    return files


def _is_ours(folder: Path) -> bool:
    """Say whether a folder is ours; one that lies in a folder closed to us is not."""
    try:
        return folder.stat().st_uid == os.geteuid()
    except PermissionError:
        return False


def read(file: Path, reach: Reach = ALONE) -> bytes | None:
    with in_one_sentence(file, "read"):
        try:
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        try:
            status = os.fstat(handle)
            _refuse_loose(file, status, reach.file, reach.group)
            return os.read(handle, status.st_size)
        finally:
            os.close(handle)


def read_key(file: Path, reach: Reach = ALONE) -> bytes | None:
    """Return the key. It is None for zeros too: its destruction began, and zeros must never serve
    as one."""
    key = read(file, reach)
    if key is not None and len(key) != KEY_BYTES:
        raise SettingsError(f"The key file {file} must be {KEY_BYTES} bytes, not {len(key)}.")
    return key if key and any(key) else None


def keep_or_make(file: Path, make: Callable[[], bytes], reach: Reach = ALONE) -> bytes:
    """Return the key in the file, which is made if there is none."""
    key = read_key(file, reach)
    if key is None:
        keep_or_write(file, make(), reach)
        key = read_key(file, reach)
    if key is None:
        raise Conflict(f"The key file {file} was being destroyed: finish closing its round.")
    _sync(file.parent)
    return key


def keep_or_write(file: Path, data: bytes, reach: Reach = ALONE) -> bytes:
    """Return what the file holds afterwards: what was there before, or came first, or the data."""
    kept = read(file, reach)
    if kept is not None:
        return kept
    with in_one_sentence(file, "made"):
        try:
            _write_new(file, data, reach)
        except FileExistsError:
            return read(file, reach) or b""
    return data


def put(file: Path, data: bytes, reach: Reach = ALONE) -> None:
    """Write the file again: whoever reads it sees what was there before, or this."""
    with in_one_sentence(file, "written"), _written(file, data, reach) as passing:
        passing.replace(file)


def _write_new(file: Path, data: bytes, reach: Reach) -> None:
    with _written(file, data, reach) as passing:
        file.hardlink_to(passing)


@contextmanager
def _written(file: Path, data: bytes, reach: Reach) -> Iterator[Path]:
    """Give the data under a passing name, to be given the file's own."""
    make_folder(file.parent)
    passing = file.with_name(f"{file.name}.{secrets.token_hex(8)}{_PASSING}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(passing, flags, 0o600), "wb") as out:
            out.write(data)
            hand_to(reach.group, out.fileno(), reach.file)
            out.flush()
            os.fsync(out.fileno())
        yield passing
    finally:
        passing.unlink(missing_ok=True)
    _sync(file.parent)


def make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def hand_to(group: int | None, handle: int, mode: int) -> None:
    """Open a file or folder of ours to a group, if there is one."""
    if group is not None:
        os.fchown(handle, -1, group)
        os.fchmod(handle, mode)


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    """Write the folder to the disk: a name is durable only once its folder is."""
    with opened(folder) as handle:
        os.fsync(handle)


def destroy(file: Path) -> None:
    """Destroy the file, and copies that a crash left under a passing name."""
    with in_one_sentence(file, "destroyed"):
        for each in (file, *file.parent.glob(f"{file.name}.*{_PASSING}")):
            _overwrite(each)
            each.unlink(missing_ok=True)
        if file.parent.is_dir():
            _sync(file.parent)


def _overwrite(file: Path) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    with os.fdopen(handle, "wb") as out:
        out.write(bytes(os.fstat(handle).st_size))
        out.flush()
        os.fsync(handle)
