from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import Conflict, NotFound
from portal.services.questionnaires import library, shelf
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.settings import ROOT
from portal.store.library import Frozen, Shelf
from portal.store.records import Audit
from portal.survey.file.parsing import QuestionnaireFaults
from portal.survey.questionnaire import Questionnaire
from tests.factories import ADA, NOW, SMALL, House

SHIPPED = ROOT / "questionnaires"
SECOND = SMALL.replace('version: "1"', 'version: "2"')


def put(source: bytes | str = SMALL, folder: Path = SHIPPED) -> Questionnaire:
    return shelf.put(source, folder, ADA, NOW)


def names(folder: Path = SHIPPED) -> list[str]:
    return [entry.name for entry in shelf.every(folder)]


def test_the_library_holds_what_is_shipped(house: House) -> None:
    shipped = [
        "organisation/2026.1",
        *("practitioner/2026.2", "practitioner/2026.1"),
        "self_assessment/2026.1",
    ]
    assert names() == shipped
    assert not any(entry.uploaded or entry.removable for entry in shelf.every(SHIPPED))


def test_an_upload_stands_beside_what_is_shipped_newest_version_first(house: House) -> None:
    for version in ("9", "10", "2"):
        put(SMALL.replace('"1"', f'"{version}"'))
    assert [name for name in names() if name.startswith("small")] == [
        "small/10",
        "small/9",
        "small/2",
    ]
    assert shelf.entry("small/10", SHIPPED).removable


def test_an_upload_is_in_the_audit(house: House) -> None:
    put()
    assert [(row.who, row.did) for row in Audit.select()] == [(ADA, "added questionnaire small/1")]


@pytest.mark.parametrize(
    "source",
    [
        SMALL.encode(),
        SMALL.replace("\n", "\r\n"),
        SMALL.replace("\n", "\r\n").encode(),
        SMALL.replace("\n", "\r"),
        "\ufeff" + SMALL,
        SMALL.rstrip(),
        SMALL + "\n\n  \n",
    ],
    ids=range(7),
)
def test_the_same_text_is_the_same_however_it_came(house: House, source: bytes | str) -> None:
    put()
    with pytest.raises(Conflict, match="small/1 is here already, word for word"):
        put(source)
    assert Frozen.select().count() == 1


def test_a_version_that_is_there_with_other_contents_is_refused(house: House) -> None:
    put()
    with pytest.raises(Conflict, match="Give this one a new version"):
        put(SMALL.replace("I am heard", "People hear me"))
    assert shelf.entry("small/1", SHIPPED).questionnaire.items["heard"].label == "I am heard"


def test_a_version_that_is_shipped_is_refused_too(house: House) -> None:
    shipped = (SHIPPED / "practitioner" / "2026.1.md").read_text("utf-8")
    with pytest.raises(Conflict, match="word for word"):
        put(shipped)
    with pytest.raises(Conflict, match="new version"):
        put(shipped.replace("minutes: 12", "minutes: 11"))
    assert not Shelf.select().exists()


def test_a_text_with_faults_changes_nothing(house: House) -> None:
    with pytest.raises(QuestionnaireFaults, match="line 3:"):
        put(SMALL.replace('version: "1"', "version:"))
    assert not Frozen.select().exists()


def test_a_file_in_another_encoding_is_a_fault_of_its_line(house: House) -> None:
    data = SMALL.replace("I am heard", "I am heard – always").encode("cp1252")
    with pytest.raises(QuestionnaireFaults, match="not UTF-8"):
        put(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_can_be_read_and_mended_whatever_its_encoding(encoding: str) -> None:
    text = SMALL.replace("I am heard", "I am heard – always")
    assert shelf.legible(text.encode(encoding)) == text


def test_bytes_that_are_no_text_are_shown_all_the_same() -> None:
    assert shelf.legible(b"\x81\xfe") == "\x81þ\n"


def test_a_questionnaire_that_no_round_uses_can_be_deleted(house: House) -> None:
    put()
    put(SECOND)
    shelf.remove("small/1", SHIPPED, ADA, NOW)
    assert [name for name in names() if name.startswith("small")] == ["small/2"]
    assert Frozen.select().count() == 1
    assert Audit.select().order_by(Audit.id.desc()).first().did == "deleted questionnaire small/1"
    put()


def test_one_that_a_round_uses_cannot(house: House) -> None:
    put()
    found = library.chosen("small/1", SHIPPED)
    house.round(source=found.source)
    entry = shelf.entry("small/1", SHIPPED)
    assert (entry.rounds, entry.removable) == (("Spring check",), False)
    with pytest.raises(Conflict, match="used by a round"):
        shelf.remove("small/1", SHIPPED, ADA, NOW)
    assert planning.planned(rounds.by_code("spring")).questionnaire == entry.questionnaire


def test_one_that_is_shipped_cannot(house: House) -> None:
    with pytest.raises(Conflict, match="is included"):
        shelf.remove("practitioner/2026.1", SHIPPED, ADA, NOW)


@pytest.mark.parametrize("name", ["small/1", "practitioner/9", "", "/", "../1", "small"])
def test_what_is_not_there_is_not_found(house: House, name: str) -> None:
    with pytest.raises(NotFound):
        shelf.entry(name, SHIPPED)
    with pytest.raises(NotFound):
        shelf.remove(name, SHIPPED, ADA, NOW)


def test_an_upload_is_found_by_name_as_a_shipped_one_is(house: House) -> None:
    put()
    assert library.find("small/1", SHIPPED) == shelf.entry("small/1", SHIPPED).questionnaire
