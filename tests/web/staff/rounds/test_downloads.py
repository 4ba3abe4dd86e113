"""The data of a counted round, taken away by administrators."""

from __future__ import annotations

import io
import sys
import zipfile
from html import unescape

import pytest

from portal.export import bundle, naming
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import ADA, PAT, House, post, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import finish, open_return

PAGE = "/staff/rounds/spring"
WHY = "Weights for the national report"
FILES = {
    "csv": ["responses.csv", "comments.csv", "withheld.csv", "codebook.csv"],
    "xlsx": [],
    "sav": ["responses.sav", "comments.csv", "withheld.csv", "codebook.csv"],
}


def counted(house: House, *, responses_kept: bool = True) -> None:
    house.open_round(northshire=12, responses_kept=responses_kept)
    scenes.everybody_responds(house)
    house.work(days=8)


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("state", ["counted", "archived"])
def test_a_counted_round_is_taken_away_and_that_is_noted(
    house: House, form: str, state: str
) -> None:
    if form == "sav":
        pytest.importorskip("pyreadstat")
    counted(house)
    Round.update(state=state).execute()
    ada = house.signed_in()
    answer = post(ada, f"{PAGE}/download/{form}", {"reason": f"  {WHY} "})
    day = f"{house.now:%Y-%m-%d}"
    kind = "xlsx" if form == "xlsx" else "zip"
    assert (answer.status_code, answer.mimetype) == (200, naming.KINDS[kind])
    what = "responses" if kind == form else f"responses-{form}"
    name = f"attachment; filename=spring_{what}_{day}.{kind}"
    assert answer.headers["Content-Disposition"] == name
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = [each.replace(f"_{day}", "").removeprefix("spring_") for each in archive.namelist()]
        assert names == FILES[form] or (form == "xlsx" and "xl/workbook.xml" in names)
        assert all(archive.read(name) for name in archive.namelist())
    last = Audit.select().order_by(Audit.id.desc()).get()
    assert (last.who, last.did) == (ADA, f"exported round spring as {form}: {WHY}")


def test_before_anything_is_handed_out_somebody_says_what_for(house: House) -> None:
    counted(house)
    ada = house.signed_in()
    page = ada.get(f"{PAGE}/download/csv").text
    assert "Anybody who knows five answers of a colleague" in page
    for reason in ("", "because"):
        answer = post(ada, f"{PAGE}/download/csv", {"reason": reason})
        assert (answer.status_code, answer.mimetype) == (422, "text/html")
        assert "Say in one line of 10 to 300 characters" in answer.text
    assert "exported" not in "".join(row.did for row in Audit.select())


def test_where_fewer_than_fifty_share_an_organisation_the_files_leave_it_out(house: House) -> None:
    counted(house)
    answer = post(house.signed_in(), f"{PAGE}/download/csv", {"reason": WHY})
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        name = f"spring_responses_{house.now:%Y-%m-%d}.csv"
        responses = archive.read(name).decode("utf-8-sig")
    assert len(responses.splitlines()) == 13
    assert "northshire" not in responses


def test_returns_are_downloaded_from_their_rounds_page(house: House) -> None:
    finish(house, open_return(house))
    house.work(days=8)
    ada = house.signed_in()
    assert ada.get(f"{PAGE}/download/csv").headers["Location"] == PAGE
    html = ada.get(PAGE).text
    answer = ada.post(f"{PAGE}/download/csv", data={"csrf_token": token_in(html)})
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    last = Audit.select().order_by(Audit.id.desc()).get()
    assert last.did == "exported round spring as csv"


def test_spss_is_offered_where_it_can_be_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(house)
    ada = house.signed_in()
    monkeypatch.setattr(bundle, "EXTRAS", {"sav": ("json",)})
    html = ada.get(PAGE).text
    assert "Download SPSS" in html and "optional package" not in html
    monkeypatch.setattr(bundle, "EXTRAS", {"sav": ("json", "no_such_package")})
    html = ada.get(PAGE).text
    assert "Download SPSS" not in html
    assert "SPSS needs an optional package: see the operator's guide." in unescape(html)
    assert "Download Excel" in html


def test_without_its_package_spss_is_refused_in_words_and_not_noted(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted(house)
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    ada = house.signed_in()
    html = ada.get(PAGE).text
    assert "Download SPSS" not in html
    answer = post(ada, f"{PAGE}/download/sav", {"reason": WHY})
    assert answer.status_code == 409
    assert "SPSS needs an optional package that is not installed here" in answer.text
    assert "exported" not in "".join(row.did for row in Audit.select())


def test_only_a_counted_round_and_a_known_format_can_be_taken(house: House) -> None:
    house.round()
    ada = house.signed_in()
    token = {"csrf_token": token_in(ada.get(PAGE).text), "reason": WHY}
    assert ada.post(f"{PAGE}/download/csv", data=token).status_code == 409
    assert ada.get(f"{PAGE}/download/csv").status_code == 409
    house.work()
    house.work(days=8)
    ada = house.signed_in()
    token = {"csrf_token": token_in(ada.get(PAGE).text), "reason": WHY}
    assert ada.post(f"{PAGE}/download/pdf", data=token).status_code == 404
    assert ada.get(f"{PAGE}/download/pdf").status_code == 404
    assert "exported" not in "".join(row.did for row in Audit.select())


def test_a_round_that_keeps_no_single_responses_offers_none(house: House) -> None:
    counted(house, responses_kept=False)
    ada = house.signed_in()
    page = ada.get(PAGE).text
    assert "Destroyed at the count" in page and f"{PAGE}/download/" not in page
    answer = post(ada, f"{PAGE}/download/csv", {"reason": WHY})
    assert answer.status_code == 409
    assert "keeps no single responses: its reports are all there is" in answer.text


def test_a_psw_takes_nothing_away(house: House) -> None:
    counted(house)
    pat = house.signed_in(PAT)
    token = {"csrf_token": token_in(pat.get("/staff/account").text), "reason": WHY}
    assert pat.post(f"{PAGE}/download/csv", data=token).status_code == 404
    assert pat.get(f"{PAGE}/download/csv").status_code == 404


def test_once_the_responses_are_deleted_there_is_nothing_to_download(house: House) -> None:
    counted(house)
    house.work(days=1200)
    assert "Download" not in house.signed_in().get(PAGE).text
