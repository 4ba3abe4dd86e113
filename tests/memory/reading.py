"""Reads the memory of other processes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

_MAPPING = re.compile(r"^([0-9a-f]+)-([0-9a-f]+) (\S+) ", re.MULTILINE)


def family(pid: int) -> list[int]:
    """A process and those below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in family(int(child)))]


def found(pid: int, needles: Mapping[str, bytes]) -> set[str]:
    """Which of these lie in what the process has written. Raises ``PermissionError``."""
    met = set[str]()
    for region in _regions(pid):
        met |= {name for name in needles.keys() - met if needles[name] in region}
    return met


def _regions(pid: int) -> Iterator[bytes]:
    """What is resident and may be written to."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for start, end, mode, resident in _mappings(pid):
            if "w" in mode and resident:
                memory.seek(start)
                yield memory.read(end - start)


def _mappings(pid: int) -> Iterator[tuple[int, int, str, int]]:
    text = Path(f"/proc/{pid}/smaps").read_text()
    heads = list(_MAPPING.finditer(text))
    for head, after in zip(heads, [*heads[1:], None], strict=True):
        said = text[head.end() : after.start() if after else None]
        resident = re.search(r"^Rss: +(\d+)", said, re.MULTILINE)
        yield int(head[1], 16), int(head[2], 16), head[3], int(resident[1]) if resident else 0
