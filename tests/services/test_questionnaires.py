from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.services import questionnaires
from portal.settings import ROOT
from portal.store.rounds import Frozen
from portal.survey.parsing import QuestionnaireFaults, parse
from tests.factories import SMALL, House

SHIPPED = ROOT / "questionnaires"


def test_every_shipped_questionnaire_is_found_by_its_name() -> None:
    paths = questionnaires.shipped(SHIPPED)
    assert paths
    for path in paths:
        name = f"{path.parent.name}/{path.stem}"
        found = questionnaires.find(name, SHIPPED)
        assert f"{found.id}/{found.version}" == name


def test_a_questionnaire_is_found_by_its_path_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(SMALL)
    assert questionnaires.find(str(path), SHIPPED).id == "small"


def test_a_shipped_file_must_be_named_as_it_names_itself(tmp_path: Path) -> None:
    path = tmp_path / "questionnaires" / "large" / "1.md"
    path.parent.mkdir(parents=True)
    path.write_text(SMALL)
    with pytest.raises(QuestionnaireFaults):
        questionnaires.read(path)


@pytest.mark.parametrize("name", ["nothing/1", "", "."])
def test_a_questionnaire_that_is_not_there_is_not_found(name: str) -> None:
    with pytest.raises(NotFound, match="name a questionnaire file"):
        questionnaires.find(name, SHIPPED)


def test_a_frozen_text_is_read_back_as_it_was(house: House) -> None:
    read = parse(SMALL)
    questionnaires.freeze(read)
    questionnaires.freeze(read)
    assert Frozen.select().count() == 1
    assert questionnaires.frozen(read.sha256) == read


def test_a_frozen_text_outlives_its_file(house: House, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(SMALL.replace("Small check", "Check of one's own"))
    read = questionnaires.read(path)
    questionnaires.freeze(read)
    path.unlink()
    assert questionnaires.frozen(read.sha256).title == "Check of one's own"


def test_a_text_that_is_missing_is_said_to_be(house: House) -> None:
    with pytest.raises(NotFound, match="missing from the database"):
        questionnaires.frozen("0" * 64)
