from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import NotFound
from portal.services.questionnaires import frozen, library
from portal.store.library import Frozen
from portal.survey.file.parsing import parse
from tests.factories import SMALL, House


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


def test_a_text_that_is_missing_is_said_to_be(house: House) -> None:
    with pytest.raises(NotFound, match="missing from the database"):
        frozen.load("0" * 64)
