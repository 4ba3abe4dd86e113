"""A maildir into which a mail server puts the reports of letters that came back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

MOST = 20
"""Messages read at a time."""


def messages(folder: Path, largest: int) -> Iterator[tuple[Path, bytes]]:
    """Those that have arrived whole, with where they lie: so many bytes of each. A folder that is
    not there (yet), or cannot be read, has none."""
    found: list[Path] = []
    for box in ("new", "cur"):
        with suppress(OSError):
            found += sorted((folder / box).iterdir())
    for path in found[:MOST]:
        with suppress(OSError), path.open("rb") as file:
            yield path, file.read(largest)


def remove(path: Path) -> None:
    """It was read; another worker may have been here first."""
    path.unlink(missing_ok=True)
