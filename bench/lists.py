"""What it costs to read a list of 20,000 people in each kind of file, with every awkwardness.

    python -m bench.lists [--people 20000] [--seed 1]

Titles above the headings, ten columns, dates, numbers, rich text, rows that are hidden or struck
through, a hidden column, letters that are not ASCII. Processor seconds of reading alone, and of all
that is made of a list of people before it is asked about; then seconds until files are refused that
hold far more than they weigh. At last the pages on which the lists of 160 organisations are sent in
one file, of 1,000 people and of so many: statements, processor seconds and the page's size.
"""

from __future__ import annotations

import argparse
import io
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from html import escape
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from portal.errors import PortalError
from portal.services.organisations import register as organisations
from portal.store.db import db
from portal.tabular import people, reading
from tests.factories import ADA, NORTHSHIRE, House, token_in

HEADS = (
    "No",
    "Surname",
    "First name",
    "Old email",
    "Email",
    "Team",
    "Since",
    "Days",
    "On",
    "Notes",
)
FIRST = ("Zoë", "Seán", "Jörg", "André", "Remi", "Chloé", "Siân", "Róisín", "José", "Ann Mary")
LAST = ("O’Brien", "D'Arcy", "Müller", "Léveillé", "Okafor", "Núñez", "Smith-Jones", "Ní Bhriain")
Row = Sequence[Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = list(listed(asked.people, Random(asked.seed)))
    kinds: dict[str, Callable[[list[Row]], bytes]] = {
        "xlsx, shared strings": workbook,
        "xlsx, inline strings": lambda rows: workbook(rows, constant_memory=True),
        "ods": opendocument,
        "web page": page,
        "csv, utf-8": lambda rows: text(rows, "utf-8"),
        "csv, guessed as Windows": lambda rows: text(rows, "cp1252"),
        "csv, guessed as DOS": lambda rows: text(rows, "cp850"),
    }
    files = ((name, write(rows)) for name, write in kinds.items())
    for name, data in chain(files, hostile()):
        child = get_context("spawn").Process(target=measure, args=(name, data, asked.people))
        child.start()
        child.join()
    for number in (1_000, asked.people):
        child = get_context("spawn").Process(target=whole, args=(number,))
        child.start()
        child.join()


def whole(number: int) -> None:
    """Send the lists of all organisations, a row in 25 odd, then the same file once more when all
    are invited."""
    with TemporaryDirectory() as folder:
        house = House(Path(folder) / "instance")
        codes = [f"o{n}" for n in range(160)]
        others = [{**NORTHSHIRE, "code": code, "name": f"County {code}"} for code in codes]
        house.person(ADA)
        organisations.put(enumerate(others, 2), ADA, house.now)
        house.round(organisations=tuple(codes))
        client, here = house.signed_in(ADA), "/staff/rounds/spring/lists"
        data = "Council,Name,Email\n" + "".join(_odd(n) for n in range(number))
        print(f"{number:,} people of 160 organisations ({len(data) // 1024:,} kB)")
        for _ in range(2):
            token = token_in(_page("the form", lambda: client.get(here)).text)
            sent = {"csrf_token": token, "file": (io.BytesIO(data.encode()), "lists.csv")}
            check = _page("file sent", lambda: client.post(here, data=sent)).headers["Location"]  # noqa: B023
            _page("look", lambda: client.get(check))  # noqa: B023
            only = {"csrf_token": token}
            _page("invited", lambda: client.post(f"{check}/confirm", data=only))  # noqa: B023
            for page in ("/staff/rounds/spring", "/staff/rounds/spring/overview"):
                _page(page, lambda: client.get(page))  # noqa: B023


def _odd(n: int) -> str:
    email = (
        ("bad address", f"p{n - 1}@o.example.org")[n % 2] if n % 25 == 24 else f"p{n}@o.example.org"
    )
    council = f"Count {n % 160}" if n % 500 == 499 else f"county o{n % 160}"
    return f"{council},Remi Okafor,{email}\n"


def _page(what: str, ask: Callable[[], Any]) -> Any:
    asked, execute = list[str](), db.execute_sql

    def noting(sql: str, params: object = None) -> object:
        asked.append(sql)
        return execute(sql, params)

    with patch.object(db, "execute_sql", noting):
        start = time.process_time()
        answer = ask()
        took = time.process_time() - start
    print(f"  {what}: {len(asked)} statements, {took:.3f} s, {len(answer.text) // 1024} kB")
    return answer


def measure(name: str, data: bytes, most: int) -> None:
    """In a process of its own, so that its memory is what reading takes."""
    before = peak()
    start = time.process_time()
    try:
        reading.read(data, most)
        read = time.process_time()
        list_ = people.unpacked(people.packed(people.read(data, most)))
        asked = len(people.questions(list_))
        number = len(people.entries(list_, {}))
        what = f"{number:,} people, {asked} questions, {len(list_.aside):,} rows aside"
        whole = time.process_time() - read
    except PortalError as error:
        read, whole, what = time.process_time(), 0.0, str(error)
    print(f"{name} ({len(data) // 1024:,} kB): {read - start:.2f} s, as people {whole:.2f} s,")
    print(f"  {peak() - before} MB; {what}", flush=True)


def peak() -> int:
    """The most memory of this process so far, in megabytes; Linux alone says it so."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


def listed(number: int, chance: Random) -> Iterator[Row]:
    yield ("Staff list",)
    yield ()
    yield HEADS
    for n in range(number - 2):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        since = date(2000, 1, 1) + timedelta(days=chance.randrange(9000))
        old = f"old{n}@example.org"
        team = f"Team {n % 40} & “sons”"
        notes = "left? " * chance.randrange(4)
        yield (
            n,
            last,
            first,
            old,
            f"p{n}@example.org",
            team,
            since,
            n % 6 + 0.5,
            n % 2 == 0,
            notes,
        )


def workbook(rows: list[Row], **options: bool) -> bytes:
    """Every tenth row is hidden, every eleventh struck through, every seventh name is corrected."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, options) as book:
        day, line = book.add_format({"num_format": 14}), book.add_format({"font_strikeout": True})
        sheet = book.add_worksheet()
        sheet.set_column(3, 3, 10, None, {"hidden": True})
        for index, row in enumerate(rows):
            if index % 10 == 9:
                sheet.set_row(index, None, None, {"hidden": True})
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(index, column, value, day)
                elif column == 1 and index % 7 == 6:
                    sheet.write_rich_string(index, column, "Before ", line, "Smith ", str(value))
                else:
                    sheet.write(index, column, value, line if index % 11 == 10 else None)
    return data.getvalue()


def opendocument(rows: list[Row]) -> bytes:
    """As LibreOffice writes it, each cell with its style."""
    away = ' table:visibility="filter"'
    lines = []
    for index, row in enumerate(rows):
        style = "line" if index % 11 == 10 else "plain"
        cells = "".join(f'<table:table-cell table:style-name="{style}" {_typed(v)}' for v in row)
        rest = '<table:table-cell table:number-columns-repeated="16374"/>'
        lines.append(f"<table:table-row{away if index % 10 == 9 else ''}>{cells}{rest}")
        lines.append("</table:table-row>")
    body = "".join(lines)
    content = (
        '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">'
        '<office:automatic-styles><style:style style:name="line">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        "</office:automatic-styles><office:body><office:spreadsheet>"
        '<table:table table:name="People"><table:table-column table:number-columns-repeated="3"/>'
        f'<table:table-column table:visibility="collapse"/>{body}'
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": OPEN, "content.xml": content.encode()})


OPEN = b"application/vnd.oasis.opendocument.spreadsheet"


def _typed(value: object) -> str:
    kind = "float" if isinstance(value, float) else "string"
    shown = f'office:value="{value}"' if kind == "float" else ""
    text_ = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
    return f'office:value-type="{kind}" {shown}>{text_}</table:table-cell>'


def page(rows: list[Row]) -> bytes:
    away = " style='display:none'"
    lines = (
        f"<tr{away if index % 10 == 9 else ''}>"
        + "".join(f"<td class=a>{escape(str(value))}</td>" for value in row)
        for index, row in enumerate(rows)
    )
    return f"<html><body><table>{''.join(lines)}</table></body></html>".encode()


def text(rows: list[Row], encoding: str) -> bytes:
    lines = (";".join(f'"{value}"' for value in row) for row in rows)
    return "\r\n".join(lines).encode(encoding, "replace")


def zipped(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def hostile() -> Iterator[tuple[str, bytes]]:
    """Small files that would like to be large."""
    table = "<office:document xmlns:office='o' xmlns:table='t' xmlns:text='x'><table:table>{}"
    cell = "<table:table-cell table:number-columns-repeated='99'><text:p>a</text:p>"
    row = f"<table:table-row table:number-rows-repeated='1048576'>{cell}</table:table-cell>"
    yield "a row a million times", table.format(f"{row}</table:table-row>").encode()
    marks = b"<a/>" * 7_000_000
    yield "7,000,000 marks", zipped({"mimetype": OPEN, "content.xml": b"<x>" + marks})
    wide = b" ".join(b'a%d=""' % n for n in range(2_500_000))
    yield "a mark of 25 MB", zipped({"mimetype": OPEN, "content.xml": b"<x " + wide})
    deep = b"<text:span>" * 2_400_000
    start = table.format("<table:table-row><table:table-cell><text:p>").encode()
    yield "2,400,000 marks in one another", zipped({"mimetype": OPEN, "content.xml": start + deep})
    yield "a page of marks", b"<table><tr><td>" + b"<b>" * 3_000_000
    yield "a page of marks without an end", b"<table>" + b"<td " * 2_000_000
    yield "quotation marks", b'"' * 5_000_000
    yield "separators", b"a" + b";" * 5_000_000


if __name__ == "__main__":
    main()
