"""The key folder lies outside every backup; here stands what lies where in it, and for how long.

``worker/`` holds, per round, the link key (``.link``), the private half of the round key
(``.round``) and after the count a tombstone, and the key of staff's links (``sign-in.staff``);
``respond/`` the draft secret (``.draft``), the manifest (``.manifest``) and a file to lock
(``.lock``), held by every process that has read a secret of the round. Folders have mode 0700 and
files 0600; anything looser, or a key of the wrong size, is a ``SettingsError``. Where the worker
and respondents' process are two users, one group may read ``respond/``, and only that:
``docs/decisions/0019-users.md``.
``files.py``, which only this module uses, is the one place of the vault that touches files.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from portal.errors import Conflict, SettingsError
from portal.vault import files, holding
from portal.vault.derivation import ID_BYTES, KEY_BYTES, exactly
from portal.vault.holding import Holds
from portal.vault.manifest import Manifest, unpacked
from portal.vault.tokens import new_draft_secret, new_link_key

_KEYS = frozenset({".link", ".round", ".draft", ".staff"})
_FOR_READERS = frozenset({"draft", "manifest", "lock"})


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """It holds the keys of one installation; making it checks every file that is there already.

    Round ids are 16 bytes, keys 32. A key that is not there was destroyed or not made yet: None.
    ``readers`` is the number of the group that may read ``respond/``, if there is one; ``holds``
    the locks of a process that lives on, without which no lock is taken.
    """

    path: Path
    readers: int | None = None
    holds: Holds | None = None

    def __post_init__(self) -> None:
        for folder in (self.path, self.path / "worker", self.path / "respond"):
            reach = self._reach(folder)
            for file in files.listed(folder, reach):
                if file.suffix in _KEYS:
                    files.read_key(file, reach)

    def refuse_closed(self) -> None:
        """Raise ``SettingsError`` where draft secrets are closed to this user: without them nobody
        can be served."""
        folder = self.path / "respond"
        with files.in_one_sentence(folder, "read"), suppress(FileNotFoundError):
            next(folder.iterdir(), None)

    def link_key(self, round_id: bytes) -> bytes | None:
        return self._held_key(round_id, "link")

    def round_key(self, round_id: bytes) -> bytes | None:
        """Return the private half."""
        return self._held_key(round_id, "round")

    def draft_secret(self, round_id: bytes) -> bytes | None:
        return self._held_key(round_id, "draft")

    def manifest(self, round_id: bytes) -> Manifest | None:
        """Return what the worker wrote of the round, read once for each time that it was written.
        Raises ``SettingsError``."""
        file = self._file(round_id, "manifest")
        try:
            status = file.stat()
        except FileNotFoundError:
            return None
        return _read_manifest(file, self._reach(file.parent), status.st_ino, status.st_mtime_ns)

    def write_manifest(self, round_id: bytes, manifest: Manifest) -> None:
        """Put the manifest in the place of the one before, whole or not at all."""
        file = self._file(round_id, "manifest")
        files.put(file, manifest.packed(), self._reach(file.parent))

    def make_lock(self, round_id: bytes) -> None:
        """Make the file that processes lock; it is not opened here, which would end a lock."""
        file = self._file(round_id, "lock")
        if not file.exists():
            files.keep_or_write(file, b"", self._reach(file.parent))

    def holding(self, round_id: bytes) -> bool:
        """Say whether this process holds the round's lock: it may have something of it in
        memory."""
        return self.holds is not None and self._file(round_id, "lock") in self.holds

    def outlived(self) -> bool:
        """Say whether this process has in its memory what must not stay there: something of a
        round that has closed, whose draft secret is gone."""
        if self.holds is None:
            return False
        closed = (not lock.with_suffix(".draft").exists() for lock in self.holds)
        return self.holds.spent or any(closed)

    def alone(self, round_id: bytes) -> AbstractContextManager[int | None]:
        """Keep every other process from reading a secret of the round meanwhile; gives the number
        of one that may have something of it in memory, as ``holding.alone`` does."""
        return holding.alone(self._file(round_id, "lock"))

    def remove_lock(self, round_id: bytes) -> None:
        """Remove what nobody is to lock any more."""
        self._file(round_id, "lock").unlink(missing_ok=True)

    def create(
        self,
        round_id: bytes,
        new_pair: Callable[[], tuple[bytes, bytes]],
        public_of: Callable[[bytes], bytes],
    ) -> bytes:
        """Return the public half of the round key, after making what the round has not got yet.

        It can be repeated after a crash: what is there stays. Raises ``Conflict`` once the round
        has been counted, or its closing begun: the private half is made last, so that a link key or
        draft secret which is missing beside it can only have been destroyed. The two functions come
        from ``opening``, which a process that reads draft secrets here must not load.
        """
        self._refuse_an_ended_round(round_id)
        files.keep_or_make(self._file(round_id, "link"), new_link_key)
        self._let_readers_in()
        self.make_lock(round_id)
        draft = self._file(round_id, "draft")
        files.keep_or_make(draft, new_draft_secret, self._reach(draft.parent))
        return public_of(files.keep_or_make(self._file(round_id, "round"), lambda: new_pair()[0]))

    def destroy_closing(self, round_id: bytes) -> None:
        """Destroy what closing destroys, link key and draft secret; it can be repeated.

        The bytes are overwritten before the name goes. On solid-state disks and copy-on-write file
        systems that is best effort: what counts is that no backup ever held them.
        """
        files.destroy(self._file(round_id, "link"))
        files.destroy(self._file(round_id, "draft"))

    def destroy_round_key(self, round_id: bytes) -> None:
        """Destroy the private half after the count, in the way of ``destroy_closing``, and the
        manifest with it."""
        files.destroy(self._file(round_id, "round"))
        files.destroy(self._file(round_id, "manifest"))

    def entomb(self, round_id: bytes, text: str) -> None:
        """Mark the round as counted permanently. The first text stays when this is repeated."""
        files.keep_or_write(self._file(round_id, "tombstone"), text.encode())

    def tombstone(self, round_id: bytes) -> str | None:
        text = files.read(self._file(round_id, "tombstone"))
        return None if text is None else text.decode()

    def staff_key(self) -> bytes:
        """Return the 32 bytes of which the links of staff's letters are made; made on first use.

        Losing it loses the links that are on their way, and nothing else.
        """
        file = self.path / "worker" / "sign-in.staff"
        return files.keep_or_make(file, lambda: secrets.token_bytes(KEY_BYTES))

    def web_secret(self, file: Path | None) -> bytes:
        """Return the web process's secret, by default ``web.secret``; made on the first start.

        It has 32 bytes, or more if the operator wrote the file. Processes that start at once all
        get the one which was there first.
        """
        file = file or self.path / "web.secret"
        secret = files.keep_or_write(file, secrets.token_bytes(KEY_BYTES))
        if len(secret) < KEY_BYTES or not any(secret):
            raise SettingsError(f"The secret in {file} must be at least {KEY_BYTES} random bytes.")
        return secret

    def _held_key(self, round_id: bytes, kind: str) -> bytes | None:
        """Read a key under the round's lock, which is kept from then on. Where another has it
        alone, what the key opens is as good as gone."""
        if self.holds is not None and not self.holds.take(self._file(round_id, "lock")):
            return None
        return self._key(round_id, kind)

    def _key(self, round_id: bytes, kind: str) -> bytes | None:
        file = self._file(round_id, kind)
        return files.read_key(file, self._reach(file.parent))

    def _file(self, round_id: bytes, kind: str) -> Path:
        return _file_in(self.path, round_id, kind)

    def _reach(self, folder: Path) -> files.Reach:
        """Say how far a folder is open: readers may pass through the folder of folders, which they
        cannot list."""
        if self.readers is None:
            return files.ALONE
        if folder == self.path / "worker":
            return files.ALONE
        if folder == self.path:
            return files.Reach(0o710, 0o600, self.readers)
        return files.Reach(0o750, 0o640, self.readers)

    def _let_readers_in(self) -> None:
        for folder in (self.path, self.path / "respond") if self.readers is not None else ():
            with files.in_one_sentence(folder, "made"):
                files.make_folder(folder)
                reach = self._reach(folder)
                with files.opened(folder) as handle:
                    files.hand_to(reach.group, handle, reach.folder)

    def _refuse_an_ended_round(self, round_id: bytes) -> None:
        if self.tombstone(round_id) is not None:
            raise Conflict("This round was counted: it gets no keys again; make a new round.")
        closing = None in (self._key(round_id, "link"), self._key(round_id, "draft"))
        if closing and self._key(round_id, "round") is not None:
            raise Conflict("This round was closed: it gets no keys again; make a new round.")


@lru_cache(maxsize=64)
def _read_manifest(file: Path, reach: files.Reach, _inode: int, _written: int) -> Manifest | None:
    data = files.read(file, reach)
    try:
        return None if data is None else unpacked(data)
    except ValueError as fault:
        raise SettingsError(f"The manifest {file} cannot be read: {fault}.") from None


@lru_cache(maxsize=256)
def _file_in(path: Path, round_id: bytes, kind: str) -> Path:
    """Put a path together once: each request asks for three."""
    name = exactly(ID_BYTES, round_id, "a round's id").hex()
    return path / ("respond" if kind in _FOR_READERS else "worker") / f"{name}.{kind}"
