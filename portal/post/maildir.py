"""A mail server puts the reports of letters that came back into a maildir, which is read here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MOST = 20
"""So many messages are read at a time."""


def messages(folder: Path, largest: int) -> Iterator[tuple[Path, bytes]]:
    """Yield those that have arrived whole: where each lies, and so many bytes of it. A folder that
    is not there (yet), or cannot be read, has none."""
    paths: list[Path] = []
    for box in ("new", "cur"):
        with suppress(OSError):
            paths += sorted((folder / box).iterdir())
    for path in paths[:MOST]:
        with suppress(OSError), path.open("rb") as file:
            yield path, file.read(largest)


def remove(path: Path) -> None:
    """Remove what was read; another worker may have been here first."""
    path.unlink(missing_ok=True)
