"""What is not published of comments reaches no page and no file of a principal social worker."""

from __future__ import annotations

import io
import logging
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

import pyreadstat
import pytest

from portal.services.comments import queue, reading, releasing
from portal.services.rounds import register as rounds
from portal.store.records import Audit
from tests.factories import OLGA, PAT, House
from tests.house.test_staff_access import SAMPLES
from tests.services import scenes
from tests.services.comments.counted import SOURCE, ada, bea, id_of

UNREAD, LATER, READ, WITHHELD = "zanzibar", "quokkas", "wombats", "lemurias"
STRUCK, TOLD, THEIRS = "okapis", "Hedgehogs eat ", "pangolins"
SECRET = (UNREAD, LATER, READ, WITHHELD, STRUCK)
"""What each comment says that is not published; and what is struck out of the one that is."""
HERE = "/staff/rounds/spring/northshire/report"
FORMS = ("html", "docx", "xlsx", "csv", "sav", "json")


@pytest.fixture
def told(house: House) -> House:
    """A round that was really counted, in which a comment is at each stage."""
    house.person(PAT), house.person(OLGA)
    house.open_round(northshire=25, southborough=25, source=SOURCE)
    for organisation, words in (
        ("northshire", [*SECRET[:4], f"{TOLD}{STRUCK}"]),
        ("southborough", [THEIRS]),
    ):
        for number, link in enumerate(house.links(organisation)):
            said = words[number] if number < len(words) else "Nothing new"
            scenes.respond(house, link, heard="disagree", why=said)
    house.work(days=8)
    house.work()
    _read(house)
    return house


def _read(house: House) -> None:
    round_ = rounds.by_code("spring")
    for text, removed in ((READ, ()), (STRUCK, (2,)), (THEIRS, ())):
        now = reading.one(round_, id_of(text))
        reading.release(round_, now.id, removed, now.seen, ada(house))
    now = reading.one(round_, id_of(LATER))
    reading.leave(round_, now.id, (), now.seen, ada(house))
    now = reading.one(round_, id_of(WITHHELD))
    reading.withhold(round_, now.id, "threat", now.seen, ada(house))
    for text in (STRUCK, WITHHELD, THEIRS):
        now = reading.one(round_, id_of(text))
        reading.confirm(round_, now.id, now.seen, bea(house))


def pages(house: House) -> Iterator[str]:
    """Every address of the staff site that can be looked at, as Pat might."""
    samples = {**SAMPLES, "organisation": "northshire", "page": "support"}
    adapter = house.app.url_map.bind("localhost")
    for rule in house.app.url_map.iter_rules():
        if rule.endpoint.startswith("staff.") and "GET" in (rule.methods or ()):
            for form in FORMS if "form" in rule.arguments else ("",):
                values = {
                    name: form if name == "form" else samples[name] for name in rule.arguments
                }
                yield str(adapter.build(rule.endpoint, values))


def text_of(path: str, body: bytes) -> str:
    """What a page or a file holds, whatever it is packed in."""
    if path.endswith("/sav"):
        with NamedTemporaryFile(suffix=".sav") as file:
            Path(file.name).write_bytes(body)
            return str(pyreadstat.read_sav(file.name)[0].to_csv())
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    return body.decode(errors="replace")


def seen(house: House) -> dict[str, str]:
    """All that Pat can look at, by its address."""
    client = house.signed_in(PAT)
    answers = {path: client.get(path) for path in pages(house)}
    shown = {path: text_of(path, a.data) for path, a in answers.items() if a.status_code == 200}
    assert len(shown) > 10
    return shown


def holding(shown: dict[str, str], *words: str) -> set[str]:
    return {path for path, text in shown.items() for word in words if word in text}


def test_before_anything_is_published_nothing_is_anywhere(told: House) -> None:
    assert holding(seen(told), *SECRET, TOLD.strip(), THEIRS) == set()


def test_once_it_is_published_only_that_is_in_the_report_and_its_files(
    told: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        releasing.publish(rounds.by_code("spring"), ada(told), told.now)
        told.work()
        shown = seen(told)
    assert holding(shown, *SECRET, THEIRS) == set()
    files = {f"{HERE}/download/{form}" for form in FORMS}
    assert holding(shown, f"{TOLD}[removed]") == {f"{HERE}/detail", *files}
    noted = "\n".join(row.did for row in Audit.select()) + caplog.text
    assert not [word for word in (*SECRET, THEIRS) if word in noted]
    assert not [word for letter in told.letters for word in SECRET if word in letter.text]


def test_a_psw_finds_no_queue(told: House) -> None:
    client = told.signed_in(PAT)
    for path in ("", "/publish", "/list/read", f"/{id_of(UNREAD)}"):
        assert client.get(f"/staff/rounds/spring/comments{path}").status_code == 404


def test_what_is_withheld_or_struck_out_is_gone_from_the_file_but_the_rest_waits(
    told: House,
) -> None:
    releasing.publish(rounds.by_code("spring"), ada(told), told.now)
    told.work()
    stored = b"".join(path.read_bytes() for path in told.folder.glob("portal.sqlite*"))
    gone = [word for word in SECRET if word.encode() not in stored]
    assert gone == [WITHHELD, STRUCK]
    standing = queue.progress(rounds.by_code("spring"), ada(told))
    assert (standing.later, standing.to_confirm, standing.published) == (1, 1, 2)
