"""The key folder lies outside every backup; here stands what lies where in it, and for how long.

``worker/`` holds, per round, the link key (``.link``), the private half of the round key
(``.round``) and after the count a tombstone, and the key of staff's links (``sign-in.staff``);
``respond/`` the draft secret (``.draft``). Folders have mode 0700 and files 0600; anything looser,
or a key of the wrong size, is a ``SettingsError``. Where the worker and respondents' process are
two users, one group may read ``respond/``, and only that: ``docs/decisions/0019-users.md``.
``files.py``, which only this module uses, is the one place of the vault that touches files.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from portal.errors import Conflict, SettingsError
from portal.vault import files
from portal.vault.derivation import ID_BYTES, KEY_BYTES, exactly
from portal.vault.tokens import new_draft_secret, new_link_key

_KEYS = frozenset({".link", ".round", ".draft", ".staff"})


@dataclass(frozen=True, slots=True)
class KeyFolder:
    """It holds the keys of one installation; making it checks every file that is there already.

    Round ids are 16 bytes, keys 32. A key that is not there was destroyed or not made yet: None.
    ``readers`` is the number of the group that may read ``respond/``, if there is one.
    """

    path: Path
    readers: int | None = None

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
        return files.read_key(self._file(round_id, "link"))

    def round_key(self, round_id: bytes) -> bytes | None:
        """Return the private half."""
        return files.read_key(self._file(round_id, "round"))

    def draft_secret(self, round_id: bytes) -> bytes | None:
        file = self._file(round_id, "draft")
        return files.read_key(file, self._reach(file.parent))

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
        """Destroy the private half after the count, in the way of ``destroy_closing``."""
        files.destroy(self._file(round_id, "round"))

    def entomb(self, round_id: bytes, text: str) -> None:
        """Mark the round as counted for good. The first text stays when this is repeated."""
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

    def _file(self, round_id: bytes, kind: str) -> Path:
        folder = self.path / ("respond" if kind == "draft" else "worker")
        name = exactly(ID_BYTES, round_id, "a round's id").hex()
        return folder / f"{name}.{kind}"

    def _reach(self, folder: Path) -> files.Reach:
        """Say how far a folder is open: readers may pass through the folder of folders, which they
        cannot list."""
        if self.readers is None or folder == self.path / "worker":
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
        closing = self.link_key(round_id) is None or self.draft_secret(round_id) is None
        if closing and self.round_key(round_id) is not None:
            raise Conflict("This round was closed: it gets no keys again; make a new round.")
