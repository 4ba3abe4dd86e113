"""A file that somebody sends, whatever it is, becomes rows of text, or one sentence that says what
to do instead. Nothing in a file may make this raise anything but ``Refused``, or take more than its
size warrants."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.errors import Refused
from portal.tabular import kinds, opendocument, spreadsheetml, text, webpage, workbook
from portal.tabular.package import opened
from portal.tabular.rows import Sheet

_READERS: Mapping[str, tuple[Callable[[bytes, int], Sheet], str]] = {
    kinds.WORKBOOK: (workbook.read, "an Excel workbook (.xlsx)"),
    kinds.OPEN: (opendocument.read, "an OpenDocument spreadsheet (.ods)"),
    kinds.FLAT: (opendocument.flat, "a flat OpenDocument spreadsheet (.fods)"),
    kinds.XML: (spreadsheetml.read, "an XML spreadsheet"),
}
_TEXTS: Mapping[str, Callable[[bytes, int, str], Sheet]] = {
    kinds.TEXT: text.read,
    kinds.PAGE: webpage.read,
}


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Return the rows that hold anything, ``most`` of them at most, besides one for headings.

    ``encoding``: the one of ``text.ENCODINGS`` under which a text file is read, if it is named.

    Raises ``Refused``.
    """
    if not data.strip():
        raise Refused("The file is empty.")
    kind = _kind(data)
    sheet = _read(kind, data, most + 1, encoding)
    if not sheet.rows:
        raise Refused("The file has no row with anything in it.")
    return sheet


def _kind(data: bytes) -> str:
    if not data.startswith(kinds.ZIP):
        return kinds.kind(data)
    try:
        with opened(data) as parts:
            return kinds.packed(parts)
    except Refused:
        raise
    except Exception as error:  # a broken zip fails in a dozen ways, which all mean the same
        raise _broken(kinds.WORKBOOK) from error


def _read(kind: str, data: bytes, most: int, encoding: str) -> Sheet:
    try:
        if kind in _TEXTS:
            return _TEXTS[kind](data, most, encoding)
        return _READERS[kind][0](data, most)
    except Refused:
        raise
    except Exception as error:  # as does broken XML
        raise _broken(kind) from error


def _broken(kind: str) -> Refused:
    words = _READERS[kind][1]
    return Refused(f"The file cannot be read as {words}; save it again, or as CSV.")
