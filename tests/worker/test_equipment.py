"""What the worker is given, from an installation's settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from portal.settings import load
from portal.store.people import Invitation
from portal.worker.equipment import tools
from portal.worker.tools import Tools
from tests.factories import House
from tests.post.notifyserver import TEMPLATE, key_file, running
from tests.post.test_notify_failures import failed


def given(house: House, **values: str) -> Tools:
    return tools(load({"PORTAL_INSTANCE": str(house.folder), **values}))


def test_only_notify_is_asked_for_failures(house: House) -> None:
    assert given(house).failures is None
    assert given(house, SMTP_URL="smtp://localhost:25").failures is None


def test_a_letter_that_notify_could_not_deliver_marks_its_address(
    house: House, tmp_path: Path
) -> None:
    with running() as api:
        settings = {"NOTIFY_KEY_FILE": str(key_file(tmp_path)), "NOTIFY_TEMPLATE": TEMPLATE}
        house.tools = replace(given(house, NOTIFY_URL=api.url, **settings), keys=house.tools.keys)
        house.open_round(northshire=3)
        house.now += timedelta(hours=1)
        api.failed = [failed(bytes.fromhex(api.asked[1]["reference"]), house.now)]
        assert house.work() == ["heard that 1 addresses do not work"]
        house.tools.deliver.close()  # type: ignore[attr-defined]  # it is Notify
    bad = [row.email for row in Invitation.select() if row.undeliverable]
    assert bad == [api.asked[1]["email_address"]]
