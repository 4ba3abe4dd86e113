"""The key folder, outside every backup, and the one place of the vault that touches files.

``worker/`` holds, per round, the link key (``.link``), the private half of the round key
(``.round``) and after the count a tombstone; ``respond/`` the draft secret (``.draft``). Folders
have mode 0700 and files 0600; anything looser, or a key of the wrong size, is a ``SettingsError``.

A file appears whole or not at all, and never takes another's place: it is written under a passing
name, synced, then linked to its own, which fails if the name is taken (a rename would overwrite).
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from portal.errors import Conflict, SettingsError
from portal.vault.derivation import ID_BYTES, KEY_BYTES, exactly
from portal.vault.tokens import new_draft_secret, new_link_key

_KEYS = frozenset({".link", ".round", ".draft"})
_PASSING = ".new"


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """The keys of one installation; making the value checks every file that is there already.

    Round ids are 16 bytes, keys 32. A key that is not there was destroyed or not made yet: None.
    """

    path: Path

    def __post_init__(self) -> None:
        for folder in (self.path, self.path / "worker", self.path / "respond"):
            for file in _listed(folder):
                if file.suffix in _KEYS:
                    _read_key(file)

    def link_key(self, round_id: bytes) -> bytes | None:
        return _read_key(self._file(round_id, "link"))

    def round_key(self, round_id: bytes) -> bytes | None:
        """The private half."""
        return _read_key(self._file(round_id, "round"))

    def draft_secret(self, round_id: bytes) -> bytes | None:
        return _read_key(self._file(round_id, "draft"))

    def create(
        self,
        round_id: bytes,
        new_pair: Callable[[], tuple[bytes, bytes]],
        public_of: Callable[[bytes], bytes],
    ) -> bytes:
        """The public half of the round key, after making what the round has not got yet.

        Can be repeated after a crash: what is there stays. ``Conflict`` once the round has been
        counted, or its closing begun: the private half is made last, so that a link key or draft
        secret which is missing beside it can only have been destroyed. The two functions come from
        ``opening``, which a process that reads draft secrets here must not load.
        """
        self._refuse_an_ended_round(round_id)
        _keep_or_make(self._file(round_id, "link"), new_link_key)
        _keep_or_make(self._file(round_id, "draft"), new_draft_secret)
        return public_of(_keep_or_make(self._file(round_id, "round"), lambda: new_pair()[0]))

    def destroy_closing(self, round_id: bytes) -> None:
        """Destroy what closing destroys, link key and draft secret; can be repeated.

        The bytes are overwritten before the name goes. On solid-state disks and copy-on-write file
        systems that is best effort: what counts is that no backup ever held them.
        """
        _destroy(self._file(round_id, "link"))
        _destroy(self._file(round_id, "draft"))

    def destroy_round_key(self, round_id: bytes) -> None:
        """Destroy the private half after the count; as ``destroy_closing``."""
        _destroy(self._file(round_id, "round"))

    def entomb(self, round_id: bytes, text: str) -> None:
        """Mark the round as counted for good. The first text stays when this is repeated."""
        _keep_or_write(self._file(round_id, "tombstone"), text.encode())

    def tombstone(self, round_id: bytes) -> str | None:
        text = _read(self._file(round_id, "tombstone"))
        return None if text is None else text.decode()

    def web_secret(self, file: Path | None) -> bytes:
        """The web process's secret, by default ``web.secret``; made on the first start.

        32 bytes, or more if the operator wrote the file. Processes that start at once all get the
        one which was there first.
        """
        file = file or self.path / "web.secret"
        secret = _keep_or_write(file, secrets.token_bytes(KEY_BYTES))
        if len(secret) < KEY_BYTES or not any(secret):
            raise SettingsError(f"The secret in {file} must be at least {KEY_BYTES} random bytes.")
        return secret

    def _file(self, round_id: bytes, kind: str) -> Path:
        folder = self.path / ("respond" if kind == "draft" else "worker")
        name = exactly(ID_BYTES, round_id, "a round's id").hex()
        return folder / f"{name}.{kind}"

    def _refuse_an_ended_round(self, round_id: bytes) -> None:
        if self.tombstone(round_id) is not None:
            raise Conflict("This round was counted: it gets no keys again; make a new round.")
        closing = self.link_key(round_id) is None or self.draft_secret(round_id) is None
        if closing and self.round_key(round_id) is not None:
            raise Conflict("This round was closed: it gets no keys again; make a new round.")


@contextmanager
def _in_one_sentence(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        reason = fault.strerror or "the system refused"
        raise SettingsError(f"The key file or folder {path} cannot be {done}: {reason}.") from None


def _refuse_loose(path: Path, found: os.stat_result, wanted: int) -> None:
    if stat.S_IMODE(found.st_mode) & 0o077:
        raise SettingsError(f"{path} is open to other users: set its mode to {wanted:o}.")


def _listed(folder: Path) -> list[Path]:
    """The folder's files, once its mode and theirs are found to be private.

    Another user's folder is left alone if it is closed to us: respondents' process is not meant to
    look into the worker's, nor to stop for it.
    """
    with _in_one_sentence(folder, "read"):
        if not folder.exists():
            return []
        _refuse_loose(folder, folder.stat(), 0o700)
        try:
            files = [file for file in folder.iterdir() if not file.is_dir()]
        except PermissionError:
            if folder.stat().st_uid == os.geteuid():
                raise
            return []
    for file in files:
        with suppress(FileNotFoundError):  # another process, starting at the same time
            _refuse_loose(file, file.lstat(), 0o600)
    return files


def _read(file: Path) -> bytes | None:
    with _in_one_sentence(file, "read"):
        try:
            handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as source:
            _refuse_loose(file, os.fstat(handle), 0o600)
            return source.read()


def _read_key(file: Path) -> bytes | None:
    """None also for zeros: its destruction began, and zeros must never serve as a key."""
    key = _read(file)
    if key is not None and len(key) != KEY_BYTES:
        raise SettingsError(f"The key file {file} must be {KEY_BYTES} bytes, not {len(key)}.")
    return key if key and any(key) else None


def _keep_or_make(file: Path, make: Callable[[], bytes]) -> bytes:
    """The key in the file, made if there is none."""
    key = _read_key(file)
    if key is None:
        _keep_or_write(file, make())
        key = _read_key(file)
    if key is None:
        raise Conflict(f"The key file {file} was being destroyed: finish closing its round.")
    _sync(file.parent)
    return key


def _keep_or_write(file: Path, data: bytes) -> bytes:
    """What the file holds afterwards: what was there before, or who wrote first, or the data."""
    kept = _read(file)
    if kept is not None:
        return kept
    with _in_one_sentence(file, "made"):
        try:
            _write_new(file, data)
        except FileExistsError:
            return _read(file) or b""
    return data


def _write_new(file: Path, data: bytes) -> None:
    _make_folder(file.parent)
    passing = file.with_name(f"{file.name}.{secrets.token_hex(8)}{_PASSING}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(passing, flags, 0o600), "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        file.hardlink_to(passing)
    finally:
        passing.unlink(missing_ok=True)
    _sync(file.parent)


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    """A name is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _destroy(file: Path) -> None:
    """The file, and copies that a crash left under a passing name."""
    with _in_one_sentence(file, "destroyed"):
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
