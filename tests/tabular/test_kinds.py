"""Each kind of file that is no list is called what it is, with what to do instead."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular.reading import read
from tests.tabular.books import zipped

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def old(name: str) -> bytes:
    """A file of old Office programs, which name what is in it so."""
    return OLD + name.encode("utf-16-le")


def open_text(kind: str) -> bytes:
    return zipped({"mimetype": f"application/vnd.oasis.opendocument.{kind}"})


MESSAGE = b"From: ada@example.org\r\nTo: pat@example.org\r\nSubject: List\r\n"
SAVED = b"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=text/html\r\n"
REFUSED = {
    "old Excel": (OLD, "an old version of Excel"),
    "very old Excel": (b"\x09\x08\x10\x00\x00\x05\x05\x00", "an old version of Excel"),
    "Excel 2": (b"\x09\x00\x04\x00\x02\x00\x10\x00", "an old version of Excel"),
    "password": (old("EncryptedPackage"), "protected by a password; save it without one"),
    "old Word": (old("WordDocument"), "a Word document. Copy the list into a spreadsheet"),
    "Outlook": (old("__substg1.0_0037001F"), "an email. Save the attached list"),
    "binary workbook": (zipped({"xl/workbook.bin": b""}), r"\(\.xlsb\). In your spreadsheet"),
    "Word": (zipped({"word/document.xml": b""}), "a Word document or a presentation. Copy"),
    "OpenDocument text": (open_text("text"), "a text document or a presentation. Copy"),
    "Numbers": (zipped({"Index/Document.iwa": b""}), "Numbers. Choose “File”, “Export to”"),
    "zip": (zipped({"people.csv": b"a,b"}), "an archive. Unpack it and use the list"),
    "other zip": (zipped({"mimetype": "application/epub+zip"}), "an archive"),
    "gzip": (b"\x1f\x8b\x08\x00", r"packed \(gzip\). Unpack it"),
    "PDF": (b"%PDF-1.7\n\x00\x01", "a PDF. Ask the person who made it"),
    "PNG": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture. Ask"),
    "JPEG": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
    "HEIC": (b"\x00\x00\x00\x24ftypheic", "a picture"),
    "BMP": (b"BM\x36\x00\x01\x00\x00\x00\x00\x00", "a picture"),
    "contacts": (b"BEGIN:VCARD\r\nEMAIL:remi@example.org\r\nEND:VCARD", "contacts .* as CSV"),
    "email": (MESSAGE, "an email. Save the attached list"),
    "web archive": (SAVED, r"a saved web page \(MHTML\)"),
    "RTF": (rb"{\rtf1 remi@example.org}", r"\(RTF\). Copy the list"),
    "Gnumeric, unpacked": (
        b'<?xml version="1.0"?><gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"/>',
        "is from Gnumeric. In your",
    ),
    "SYLK": (b"ID;PWXL;N;E\r\nC;Y1;X1;K\"a\"", r"\(\.slk\). In your"),
    "DIF": (b"TABLE\r\n0,1\r\n\"EXCEL\"\r\n", r"\(\.dif\). In your"),
    "XML": (b'<?xml version="1.0"?><people><person/></people>', "XML, but no spreadsheet"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_list_is_called_what_it_is(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read(data, 10)


@pytest.mark.parametrize(
    "data",
    [
        b"From: HR,To: all,Email\nremi@example.org,x,y\nzoe@example.org,x,y",
        b"BMI;Email\n1;remi@example.org",
        b"<remi@example.org>\n<zoe@example.org>",
        b"Email\n<html>@example.org",
        b"ID;Person;Email\n1;Remi;remi@example.org",
    ],
)
def test_a_list_that_begins_like_something_else_is_one(data: bytes) -> None:
    assert len(read(data, 10).rows) > 1
