from __future__ import annotations

import os
from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.services.questionnaires import frozen, library
from portal.settings import ROOT
from portal.store.library import Shelf
from portal.survey.file.parsing import QuestionnaireFaults, parse
from tests.factories import SMALL, House

SHIPPED = ROOT / "questionnaires"


def test_every_shipped_questionnaire_is_found_by_its_name(house: House) -> None:
    paths = library.shipped(SHIPPED)
    assert paths
    for path in paths:
        name = f"{path.parent.name}/{path.stem}"
        found = library.find(name, SHIPPED)
        assert f"{found.id}/{found.version}" == name


def test_a_questionnaire_is_found_by_its_path_too(house: House, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(SMALL)
    assert library.find(str(path), SHIPPED).id == "small"


def test_a_shipped_file_must_be_named_as_it_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "questionnaires" / "large" / "1.md"
    path.parent.mkdir(parents=True)
    path.write_text(SMALL)
    with pytest.raises(QuestionnaireFaults):
        library.read(path)


@pytest.mark.parametrize("name", ["nothing/1", "", "."])
def test_a_questionnaire_that_is_not_there_is_not_found(house: House, name: str) -> None:
    with pytest.raises(NotFound, match="name a questionnaire file"):
        library.find(name, SHIPPED)


def folder_with(tmp_path: Path, *versions: str) -> Path:
    folder = tmp_path / "questionnaires"
    for version in versions:
        path = folder / "small" / f"{version}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SMALL.replace('version: "1"', f'version: "{version}"'))
    return folder


def shelve(version: str, title: str = "Small check") -> str:
    source = SMALL.replace('version: "1"', f'version: "{version}"').replace("Small check", title)
    frozen.keep(parse(source))
    sha = parse(source).sha256
    Shelf.create(id="small", version=version, title=title, questionnaire=sha)
    return sha


def test_what_a_round_can_be_made_of_is_newest_first(house: House, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "2026.9", "2025.1")
    shelve("2026.10")
    names = [each.name for each in library.choices(folder)]
    assert names == ["small/2026.10", "small/2026.9", "small/2025.1"]


def test_a_file_with_faults_is_not_offered(house: House, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1")
    (folder / "small" / "2.md").write_text("nothing of the kind")
    assert [each.name for each in library.choices(folder)] == ["small/1"]


def test_a_file_that_has_changed_is_read_again(house: House, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1")
    assert library.choices(folder)[0].title == "Small check"
    path = folder / "small" / "1.md"
    path.write_text(SMALL.replace("Small check", "Smaller check"))
    os.utime(path, ns=(1, 1))
    assert library.choices(folder)[0].title == "Smaller check"


def test_a_choice_is_found_by_its_name_or_by_the_text_that_a_round_has(
    house: House, tmp_path: Path
) -> None:
    folder = folder_with(tmp_path, "1")
    sha = shelve("2", "Uploaded")
    assert library.chosen("small/1", folder).version == "1"
    assert library.chosen("small/2", folder).title == "Uploaded"
    assert library.chosen(sha, folder).title == "Uploaded"


@pytest.mark.parametrize("name", ["", "small/3", "../../small/1", "/etc/passwd", "0" * 64])
def test_what_is_not_on_offer_is_not_found(house: House, tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        library.chosen(name, folder_with(tmp_path, "1"))


def test_the_newest_version_is_told_unless_it_is_this_one(house: House, tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "1", "2")
    newest = library.newest(parse(SMALL), folder)
    assert newest and newest.name == "small/2"
    assert library.newest(library.chosen("small/2", folder), folder) is None
