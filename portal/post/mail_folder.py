"""Letters go into a folder while no mail server is set."""

from __future__ import annotations

import os
import secrets
import shutil
from pathlib import Path

from portal.post.headers import POLICY
from portal.post.letters import Letter, message


def into_folder(folder: Path, letter: Letter, sender: str) -> None:
    """Write the letter as ``.eml`` into its round's folder, or that of staff; whole or not at all.
    Only the owner may read it."""
    content = message(letter, sender).as_bytes(policy=POLICY)
    box = folder / letter.box
    for each in (folder, box):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = box / f"{secrets.token_hex(8)}.eml"
    passing = path.with_suffix(".part")
    with os.fdopen(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    passing.rename(path)


def clear(folder: Path, box: str) -> None:
    """Remove the letters of a round, since its addresses and links are removed too."""
    if (folder / box).exists():
        shutil.rmtree(folder / box)
