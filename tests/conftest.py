from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from portal.store import db
from tests import made_once
from tests.factories import House

# A slow machine is no fault of the code: nothing here is timed.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

made_once.keep()

LONG = (
    "tests/journeys/",
    "tests/test_killed_",
    "tests/memory/",
    "tests/attack/test_joins.py",
    "tests/store/",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: the short ones then fill both workers up to the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    yield House(tmp_path / "instance")
    db.db.close()
