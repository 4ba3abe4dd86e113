"""Every file that leaves: written and named in one place each, and nothing in it is a formula.

Pages are found in the application itself: a new one that hands out a file is looked at without
being named here, and what writes one otherwise is not let through.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.export import naming
from portal.formulas import marked
from portal.services import audit
from portal.store.db import db
from portal.store.organisations import Organisation
from tests.factories import SMALL, House, post, token_in
from tests.house import source
from tests.services import scenes

LIVE = '=HYPERLINK("http://example.org","click")'
TEXTS = [LIVE, "+1", "-1", "@SUM(A1)", " =1+1", "＝1+1", "x;=1+1", "'tis", "\t=1+1"]
PEOPLE = 50
ROUND = "/staff/rounds/spring"
VALUES = {
    "form": [*naming.KINDS],
    "item": ["announcement"],
    "organisation": ["northshire"],
    "questionnaire": ["practitioner"],
    "round_code": ["spring", "returns"],
    "version": ["2026.1"],
}
TABLES = ("csv", "xlsx", "zip")
NAMED = r"[A-Za-z0-9.-]+(_[A-Za-z0-9.-]+)*_\d{4}-\d\d-\d\d\.\w+"
RETURN = SMALL.replace("kind: anonymous", "kind: return").replace("breakdowns: [service]\n", "")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Everything that staff or people may write is a formula."""
    house = House(tmp_path_factory.mktemp("house") / "instance")
    house.person()
    labelled = SMALL.replace("I am heard", f"'{LIVE}'").replace("Children", "'@SUM(A1)'")
    house.open_round(northshire=PEOPLE, source=labelled, responses_kept=True)
    for number, link in enumerate(house.links()):
        scenes.respond(house, link, heard="disagree", why=TEXTS[number % len(TEXTS)])
    house.open_round(1, code="returns", source=RETURN)
    scenes.respond(house, house.links()[-1], round_code="returns", heard="disagree", why=LIVE)
    Organisation.update(name=LIVE, region="@SUM(A1)").execute()
    audit.note("+1", LIVE, house.now)
    house.work(days=8)
    house.work(minutes=2)
    house.round("autumn")
    house.work()
    yield house
    db.close()


def cells(body: bytes, form: str) -> Iterator[str]:
    """Every cell of a CSV file. A workbook has none that runs."""
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            for name in archive.namelist():
                assert re.fullmatch(NAMED, name), name
                yield from cells(archive.read(name), name.rsplit(".", 1)[1])
    elif form == "csv":
        text = io.StringIO(body.decode("utf-8-sig"), newline="")
        yield from (cell for row in csv.reader(text) for cell in row)
    elif form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            sheets = [book.read(name) for name in book.namelist() if "/sheet" in name]
            assert sheets and not re.search(rb"<f[ >]|<hyperlink", b"".join(sheets))
            yield from re.findall(r"<t[^>]*>([^<]*)", b"".join(sheets).decode())


def look(body: bytes, form: str) -> bool:
    """Look through a file; say whether it held anything that was planted."""
    every = list(cells(body, form))
    if form == "xlsx":
        return any("HYPERLINK" in cell for cell in every)
    number = re.compile(r"[+-]?\d+(\.\d+)?")
    live = [c for c in every if marked(c) != c and c[0] != "'" and not number.fullmatch(c)]
    assert live == []
    return any("HYPERLINK" in cell for cell in every)


def addresses(house: House) -> Iterator[tuple[str, str]]:
    """Every page of staff, with each form and round."""
    urls = house.app.url_map.bind("localhost")
    for rule in house.app.url_map.iter_rules():
        if not rule.rule.startswith("/staff") or "GET" not in (rule.methods or ()):
            continue
        for form in VALUES["form"] if "form" in rule.arguments else [""]:
            for code in VALUES["round_code"] if "round_code" in rule.arguments else [""]:
                chosen = {"form": form, "round_code": code}
                values = {name: chosen.get(name) or VALUES.get(name, ["1"])[0]
                          for name in rule.arguments}  # fmt: skip
                yield rule.rule, urls.build(rule.endpoint, values)


def test_no_file_that_a_page_hands_out_holds_a_formula_and_each_is_named(house: House) -> None:
    ada, planted = house.signed_in(), set[str]()
    for rule, path in addresses(house):
        answer = ada.get(path)
        disposition = answer.headers.get("Content-Disposition", "")
        if not disposition:
            assert "csv" not in answer.mimetype and "sheet" not in answer.mimetype, path
            continue
        name = disposition.removeprefix("attachment; filename=")
        assert re.fullmatch(NAMED, name), path
        if name.endswith(TABLES) and look(answer.data, name.rsplit(".", 1)[1]):
            planted.add(rule)
    assert planted == {
        "/staff/audit.csv",
        "/staff/rounds/<round_code>/overview.csv",
        "/staff/rounds/<round_code>/<organisation>/report/download/<form>",
        "/staff/rounds/<round_code>/england/download/<form>",
        "/staff/rounds/<round_code>/reports/download/<form>",
    }


@pytest.mark.parametrize("code", VALUES["round_code"])
@pytest.mark.parametrize("form", ["csv", "xlsx", "sav"])
def test_no_file_of_a_counted_round_holds_a_formula(house: House, code: str, form: str) -> None:
    if form == "sav":
        pytest.importorskip("pyreadstat")
    ada = house.signed_in()
    token = token_in(ada.get(f"/staff/rounds/{code}").text)
    fields = {"csrf_token": token, "reason": "To see what is in it"}
    answer = ada.post(f"/staff/rounds/{code}/download/{form}", data=fields)
    assert answer.status_code == 200
    assert look(answer.data, "xlsx" if form == "xlsx" else "zip")


def test_no_file_that_a_command_writes_holds_a_formula(house: House, tmp_path: Path) -> None:
    for arguments in (
        *(["export", "spring", "--out", str(tmp_path / form), "--format", form,
           "--reason", "To see what is in it"] for form in ("csv", "xlsx")),
        *(["report", "show", "spring", *whose, "--format", form, "--out",
           str(tmp_path / f"{n}.{form}")]
          for n, whose in enumerate(([], ["--nation"], ["--organisation", "northshire"]))
          for form in ("csv", "xlsx")),
        ["invitation", "slips", "autumn", "--organisation", "northshire", "--count", "2",
         "--out", str(tmp_path / "slips.csv")],
    ):  # fmt: skip
        with house.app.app_context():
            done = house.app.test_cli_runner().invoke(args=arguments)
        assert done.exit_code == 0, (arguments, done.output)
    files = [path for path in tmp_path.rglob("*.*") if path.is_file()]
    planted = {path.name for path in files if look(path.read_bytes(), path.suffix[1:])}
    assert len(files) == 12 and {"2.csv", "2.xlsx"} < planted
    assert len(planted) >= 6


def test_slips_are_a_file_without_a_formula(house: House) -> None:
    fields = {"number": "2", "kind": "csv", "made": "2"}
    answer = post(house.signed_in(), "/staff/rounds/autumn/northshire/people/slips", fields)
    assert answer.mimetype == "text/csv" and look(answer.data, "csv")


def test_one_module_writes_csv_one_workbooks_and_one_hands_them_out() -> None:
    every = source.modules()
    assert {m for m in every if "csv" in source.imported_packages(m)} == {"portal.tabular.text"}
    books = {m for m in every if {"xlsxwriter", "openpyxl"} & source.imported_packages(m)}
    assert books == {"portal.export.sheets"}
    sending = {m for m in every if re.search("Content-Disposition|send_file|download_name",
                                             source.text(m))}  # fmt: skip
    # a person's own picture is called the same for everybody: its name tells nothing
    assert sending == {"portal.web.files", "portal.web.respond.survey"}
    marking = {m for m in every if "portal.formulas" in source.imported(m)}
    assert "portal.export.spreadsheet" in marking
    naming_ = {m for m in every if "portal.export.naming" in source.imported(m)}
    assert naming_ == {"portal.web.files", "portal.export.bundle"}
