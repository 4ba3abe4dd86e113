"""What a file is shows in its first bytes, whatever its name; one that cannot be a list is called
what it is, with what to do instead."""

from __future__ import annotations

import codecs
import re
from zipfile import ZipFile

from portal.errors import Refused
from portal.tabular.package import PROTECTED

WORKBOOK, OPEN, FLAT, XML, PAGE, TEXT = "xlsx", "ods", "fods", "xml", "html", "csv"
HEAD = 4096
"""So many bytes are looked at."""
ZIP = b"PK\x03\x04"
SAVE = (
    "In your spreadsheet program, choose “Save as”, then “Excel workbook (.xlsx)” or “CSV UTF-8”."
)
COPY = "Copy the list into a spreadsheet, and save it as “Excel workbook (.xlsx)”."
_ASK = "Ask the person who made it for the list as a spreadsheet (.xlsx or .ods) or CSV file."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EMAIL = "The file is an email. Save the attached list and use that."
_IN_OLD_OFFICE = (
    ("EncryptedPackage", PROTECTED),
    ("WordDocument", f"The file is a Word document. {COPY}"),
    ("__substg1.0_", _EMAIL),
    ("PowerPoint Document", f"The file is a presentation. {COPY}"),
)
_OLD = f"The file is from an old version of Excel (.xls). {SAVE}"
_PICTURE = f"The file is a picture. {_ASK}"
_ARCHIVE = "The file is an archive. Unpack it and use the list in it."
_CONTACTS = "The file holds contacts (vCard). Export them as CSV."
_BEGINNINGS = (
    (b"%PDF", f"The file is a PDF. {_ASK}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE),
    (b"{\\rtf", f"The file is a text document (RTF). {COPY}"),
    (b"TABLE\r\n0,1", f"The file is in an old format for tables (.dif). {SAVE}"),
    (b"TABLE\n0,1", f"The file is in an old format for tables (.dif). {SAVE}"),
    (b"\x1f\x8b", f"The file is packed (gzip). Unpack it. If it is from Gnumeric: {SAVE}"),
    (b"7z\xbc\xaf", _ARCHIVE),
    (b"Rar!", _ARCHIVE),
    (b"PK\x05\x06", _ARCHIVE),
    (b"$FL2", f"The file is from SPSS (.sav). {_ASK}"),
)
_BITMAP = (b"BM", bytes(4))
_BARE_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""Excel 2 to 5 wrote without the container of later ones."""
_GNUMERIC = b"http://www.gnumeric.org/"
_SYLK = re.compile(rb"ID;P\w*(;\w+)*\r?\n[BCFOP];")
_HEADERS = re.compile(
    rb"(?i)(received|return-path|from|to|cc|reply-to|subject|date|mime-version|message-id"
    rb"|content-[a-z-]+|x-[a-z-]+|thread-[a-z]+):"
)
_PAGE = re.compile(rb"(?i)<(!doctype html|html|head|body|table|style|meta)\b")
_ROOT = re.compile(rb"<(?:\w+:)?(document|Workbook|html|table)[\s>]")
"""The first element of an XML file, if it is one of those that are read."""


def kind(data: bytes) -> str:
    """Tell the kind by the first bytes: ``ZIP`` is left to ``packed``. Raises ``Refused`` for what
    is no list."""
    head = _head(data)
    _refuse(data, head)
    if head.startswith(b"<?xml") or _ROOT.match(head):
        root = _ROOT.search(head)
        named = root[1] if root else b""
        known = {b"document": FLAT, b"Workbook": XML, b"html": PAGE, b"table": PAGE}
        if named not in known:
            raise Refused(f"The file is XML, but no spreadsheet. {SAVE}")
        return known[named]
    return PAGE if head.startswith(b"<") and _PAGE.search(head) else TEXT


def _head(data: bytes) -> bytes:
    head = data[:HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "ignore").encode()
    return head.removeprefix(codecs.BOM_UTF8).lstrip()


def packed(parts: ZipFile) -> str:
    """Tell the kind of a zip. Raises ``Refused`` for what is no list."""
    names = parts.namelist()
    if "xl/workbook.bin" in names:
        raise Refused(f"The file is a binary Excel workbook (.xlsb). {SAVE}")
    if any(name.startswith("xl/") for name in names):
        return WORKBOOK
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise Refused(f"The file is a Word document or a presentation. {COPY}")
    if any(name.endswith(".iwa") or name == "Index.zip" for name in names):
        raise Refused(
            "The file is from Apple Numbers. Choose “File”, “Export to”, then “Excel” or “CSV”."
        )
    if "mimetype" in names:
        return _open_document(parts)
    raise Refused(_ARCHIVE)


def _open_document(parts: ZipFile) -> str:
    with parts.open("mimetype") as stream:
        named = stream.read(100).decode("ascii", "replace")
    if "opendocument" not in named:
        raise Refused(_ARCHIVE)
    if "spreadsheet" not in named:
        raise Refused(f"The file is a text document or a presentation. {COPY}")
    return OPEN


def _refuse(data: bytes, head: bytes) -> None:
    if data.startswith(_OLD_OFFICE):
        words = (said for name, said in _IN_OLD_OFFICE if name.encode("utf-16-le") in data)
        raise Refused(next(words, _OLD))
    if _BARE_EXCEL.match(data):
        raise Refused(_OLD)
    for begins, said in _BEGINNINGS:
        if data.startswith(begins):
            raise Refused(said)
    if data[4:8] == b"ftyp" or data[8:12] == b"WEBP" or (data[:2], data[6:10]) == _BITMAP:
        raise Refused(_PICTURE)
    if _GNUMERIC in head:
        raise Refused(f"The file is from Gnumeric. {SAVE}")
    if _SYLK.match(head):
        raise Refused(f"The file is a SYLK spreadsheet (.slk). {SAVE}")
    if head[:11].upper() == b"BEGIN:VCARD":
        raise Refused(_CONTACTS)
    if _is_message(head):
        if b"multipart/related" in head.lower() and b"text/html" in head.lower():
            raise Refused(f"The file is a saved web page (MHTML). {SAVE}")
        raise Refused(_EMAIL)


def _is_message(head: bytes) -> bool:
    """Know an email by its headers: the first lines are nothing else."""
    lines = head.splitlines()[:3]
    return len(lines) == 3 and all(_HEADERS.match(line) or line[:1] in b" \t" for line in lines)
