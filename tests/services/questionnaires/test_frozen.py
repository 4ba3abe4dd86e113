from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.services.questionnaires import frozen, library, shelf
from portal.store.library import Frozen, Shelf
from portal.survey.file.parsing import QuestionnaireFaults, parse
from tests.factories import ADA, SMALL, House


def test_a_frozen_text_is_read_back_as_it_was(house: House) -> None:
    read = parse(SMALL)
    frozen.keep(read)
    frozen.keep(read)
    assert Frozen.select().count() == 1
    assert frozen.load(read.sha256) == read


def test_a_frozen_text_outlives_its_file(house: House, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(SMALL.replace("Small check", "Check of one's own"))
    read = library.read(path)
    frozen.keep(read)
    path.unlink()
    assert frozen.load(read.sha256).title == "Check of one's own"


def test_a_text_from_when_less_was_asked_of_one_is_read_and_offered(
    house: House, tmp_path: Path
) -> None:
    older = SMALL.replace("service", "organisation")
    read = parse(older, kept=True)
    with pytest.raises(QuestionnaireFaults):
        shelf.put(older, tmp_path, ADA, house.now)
    frozen.keep(read)
    Shelf.create(id="small", version="1", title="Small", questionnaire=read.sha256)
    assert "organisation" in frozen.load(read.sha256).items
    assert [choice.name for choice in library.choices(tmp_path)] == ["small/1"]


def test_a_text_that_is_missing_is_said_to_be(house: House) -> None:
    with pytest.raises(NotFound, match="missing from the database"):
        frozen.load("0" * 64)
