"""Workbooks are zips of parts, which are measured before they are unpacked, since a small file can
hold a great deal."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import ZipFile

from portal.errors import Refused
from portal.tabular.markup import FAR_MORE

UNPACKED = 32 * 1024 * 1024
"""All parts may have this many bytes together."""
TEXTS = 16 * 1024 * 1024
"""The part in which texts stand, all of which is held in memory, may have this many bytes."""
PARTS = 1000
STRINGS = "sharedStrings"
PROTECTED = "The file is protected by a password; save it without one."
_ENCRYPTED = 1


@contextmanager
def opened(data: bytes) -> Iterator[ZipFile]:
    """Open a zip whose parts are few and small enough, and not encrypted. Raises ``Refused``, and
    what ``zipfile`` raises."""
    with ZipFile(io.BytesIO(data)) as parts:
        _check(parts)
        yield parts


def _check(parts: ZipFile) -> None:
    """Trust what the parts say of themselves: ``zipfile`` unpacks no more than that."""
    listed = parts.infolist()
    if any(part.flag_bits & _ENCRYPTED for part in listed):
        raise Refused(PROTECTED)
    strings = max((part.file_size for part in listed if STRINGS in part.filename), default=0)
    unpacked = sum(part.file_size for part in listed)
    if len(listed) > PARTS or unpacked > UNPACKED or strings > TEXTS:
        raise Refused(FAR_MORE)
