"""A file that somebody sends, whatever it is, becomes rows of text, or one sentence that says what
to do instead. Nothing in a file may make this raise anything but ``Refused``, or take more than its
size warrants."""

from __future__ import annotations

from portal.errors import Refused
from portal.tabular import text, workbook
from portal.tabular.rows import Sheet

_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SAVE = "In your spreadsheet program, choose “Save as”, then “Excel workbook (.xlsx)” or “CSV”"


def read(data: bytes, most: int, encoding: str = "") -> Sheet:
    """Return the rows that hold anything, ``most`` of them at most, besides one for headings.

    ``encoding``: the one of ``text.ENCODINGS`` under which a text file is read, if it is named.

    Raises ``Refused``.
    """
    if not data.strip():
        raise Refused("The file is empty.")
    if data.startswith(_OLD_OFFICE) and _ENCRYPTED in data:
        raise Refused("The file is protected by a password; save it without one.")
    if data.startswith(_OLD_OFFICE):
        raise Refused(f"The file is of an old kind of Excel. {_SAVE}.")
    if data.startswith(_ZIP):
        sheet = workbook.read(data, most + 1)
    else:
        sheet = text.read(data, most + 1, encoding)
    if not sheet.rows:
        raise Refused("The file has no row with anything in it.")
    return sheet
