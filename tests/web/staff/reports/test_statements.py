"""What an organisation wrote in its return is read, printed and taken away after the count."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pyreadstat
import pytest
from bs4 import BeautifulSoup
from docx import Document
from openpyxl import load_workbook

from portal.formulas import marked
from portal.services.rounds.register import RoundInfo
from portal.store.results import Comment
from tests.factories import OLGA, PAT, House, answer, token_in
from tests.services import scenes

RETURN = """---
id: yearly
version: "1"
title: Yearly return
kind: return
minutes: 30
---

# Contact {#contact}

```question
id: lead
type: text
label: Who leads at {{organisation}}?
```

```question
id: mail
type: email
label: At which address?
```

# Posts {#posts}

```question
id: figures
type: numbers
label: How many posts are there?
rows: {full: Filled, empty: Empty}
unknown: true
```

```question
id: ways
type: choices
label: How do you keep people?
options: {pay: Pay, other: {label: In another way, specify: true}}
```

```question
id: evidence
type: comment
label: What shows that {{answer:ways or what you do}} works?
```

```question
id: traits
type: words
label: Three words?
```
"""
ANSWERS = {
    "contact": {"q_lead": "Pat <b>Smith</b>", "q_mail": "pat@northshire.example.org"},
    "posts": {
        "q_full": "1,200",
        "q_empty__unknown": "yes",
        "q_ways": ["pay", "other"],
        "q_ways__other": "A garden, éclairs",
        "q_evidence": "=SUM(A1)\nSecond line",
        "q_traits": ["kind", "busy"],
    },
}
WRITTEN = [
    ["northshire", "lead", "Pat <b>Smith</b>"],
    ["northshire", "ways__other", "A garden, éclairs"],
    ["northshire", "evidence", "=SUM(A1)\nSecond line"],
    ["northshire", "traits", "kind"],
    ["northshire", "traits", "busy"],
]
PAGE = "/staff/rounds/spring/northshire/return"
WORD = f"{PAGE}/word"


def counted(house: House, source: str = RETURN) -> None:
    """Northshire and Southborough have sent their returns in, and the round is counted."""
    house.open_round(northshire=1, southborough=1, source=source)
    answer(house.client(), house.links("northshire")[0], ANSWERS)
    other = {"contact": {"q_lead": "Olga of Southborough"}, "posts": {}}
    answer(house.client(), house.links("southborough")[0], other)
    house.work(days=8)
    house.work(minutes=2)


def test_the_psw_reads_what_was_written_in_her_own_return(house: House) -> None:
    counted(house)
    client = house.signed_in(PAT)
    page = client.get("/staff/rounds/spring/northshire").text
    assert f'href="{PAGE}"' in page

    answer_ = client.get(PAGE)
    text = " ".join(BeautifulSoup(answer_.text, "html.parser").text.split())
    assert "Who leads at Northshire County Council? Pat <b>Smith</b>" in text
    assert "How many posts are there? Filled 1200 Empty I don’t know" in text
    assert "Pay, In another way: A garden, éclairs" in text
    assert "What shows that Pay, In another way: A garden, éclairs works?" in text
    assert "=SUM(A1)<br>Second line" in answer_.text
    assert "kind, busy" in text
    assert "Southborough" not in answer_.text


def test_a_psws_first_page_leads_to_the_return(house: House) -> None:
    counted(house)

    assert f'href="{PAGE}"' in house.signed_in(PAT).get("/staff/").text


def test_the_return_is_a_word_document_too(house: House) -> None:
    counted(house)
    response = house.signed_in(PAT).get(WORD)
    word = Document(io.BytesIO(response.data))
    paragraphs = [paragraph.text for paragraph in word.paragraphs]
    cells = [[cell.text for cell in row.cells] for row in word.tables[0].rows]

    assert "=spring_northshire_return_2026-" in response.headers["Content-Disposition"]
    assert {"Pat <b>Smith</b>", "=SUM(A1)", "Second line", "kind, busy"} <= set(paragraphs)
    assert cells == [["What is asked", "Answer"], ["Filled", "1200"], ["Empty", "I don’t know"]]


def test_an_administrator_reads_every_return_and_no_psw_anothers(house: House) -> None:
    counted(house)
    other = PAGE.replace("northshire", "southborough")

    assert "Pat &lt;b&gt;Smith" in house.signed_in().get(PAGE).text
    assert "Olga of Southborough" in house.signed_in().get(other).text
    for address in (PAGE, WORD):
        response = house.signed_in(OLGA).get(address)
        assert (response.status_code, "Smith" in response.text) == (404, False)
    assert house.client().get(PAGE).status_code == 303


def test_before_the_count_there_is_nothing_to_read(house: House) -> None:
    house.open_round(source=RETURN)
    answer(house.client(), house.links()[0], ANSWERS)
    client = house.signed_in(PAT)

    assert PAGE not in client.get("/staff/rounds/spring/northshire").text
    for address in (PAGE, WORD):
        response = client.get(address)
        assert (response.status_code, "Smith" in response.text) == (409, False)


def test_where_no_return_came_the_page_says_so(house: House) -> None:
    house.open_round(source=RETURN)
    house.work(days=8)
    house.work(minutes=2)
    client = house.signed_in(PAT)

    assert "no return was submitted" in client.get(PAGE).text
    assert client.get(WORD).status_code == 404


@pytest.mark.parametrize("email", [PAT, None], ids=["psw", "administrator"])
def test_nobodys_answers_are_read_where_people_answer(house: House, email: str | None) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house, heard="disagree", why="A secret")
    house.work(days=8)
    house.work(minutes=2)
    client = house.signed_in(email) if email else house.signed_in()

    assert PAGE not in client.get("/staff/rounds/spring/northshire").text
    for address in (PAGE, WORD):
        response = client.get(address)
        assert (response.status_code, "secret" in response.text) == (404, False)


def test_without_that_rule_one_persons_answers_would_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work(minutes=2)
    client = house.signed_in(PAT)
    monkeypatch.setattr(RoundInfo, "named", True)

    text = BeautifulSoup(client.get(PAGE).text, "html.parser").text
    assert "I am heard Agree" in " ".join(text.split())


def download(house: House, form: str, folder: Path) -> dict[str, Path]:
    """The files of an export, by what they hold."""
    client = house.signed_in()
    token = token_in(client.get("/staff/rounds/spring").text)
    address = f"/staff/rounds/spring/download/{form}"
    why = "Weights for the national report"
    archive = client.post(address, data={"csrf_token": token, "reason": why}).data
    folder.mkdir()
    if form == "xlsx":
        (folder / "spring_responses.xlsx").write_bytes(archive)
    else:
        with zipfile.ZipFile(io.BytesIO(archive)) as file:
            file.extractall(folder)
    return {re.sub(r"^spring_|_[-\d]{10}", "", path.name): path for path in folder.iterdir()}


def test_every_text_stands_beside_item_and_organisation_in_each_export(
    house: House, tmp_path: Path
) -> None:
    counted(house)
    every = sorted([*WRITTEN, ["southborough", "lead", "Olga of Southborough"]])
    safe = [[organisation, item, marked(text)] for organisation, item, text in every]

    files = download(house, "csv", tmp_path / "csv")
    with files["comments.csv"].open(encoding="utf-8-sig", newline="") as file:
        assert sorted(list(csv.reader(file))[1:]) == sorted(safe)
    assert "pat@northshire.example.org" in files["responses.csv"].read_text("utf-8-sig")
    sheet = load_workbook(download(house, "xlsx", tmp_path / "xlsx")["responses.xlsx"])["Comments"]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    assert sorted([[code, item, text] for code, _, item, _, text in rows]) == every
    data, about = pyreadstat.read_sav(download(house, "sav", tmp_path / "sav")["comments.sav"])
    assert about.column_names == ["organisation", "item", "text"]
    assert sorted(data.to_numpy().tolist()) == every


def test_an_anonymous_round_keeps_its_comments_apart_as_before(
    house: House, tmp_path: Path
) -> None:
    house.open_round(northshire=12)
    scenes.everybody_responds(house, heard="disagree", why="A secret", service="other")
    house.work(days=8)
    house.work(minutes=2)

    assert not Comment.select().count()  # fewer than twenty answered
    files = download(house, "sav", tmp_path / "sav")
    assert sorted(files) == ["codebook.csv", "comments.csv", "responses.sav", "withheld.csv"]
    assert not [name for name, path in files.items() if b"secret" in path.read_bytes()]
