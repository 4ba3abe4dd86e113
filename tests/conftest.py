from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store import db
from tests.factories import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield House(tmp_path / "instance")
    db.db.close()
