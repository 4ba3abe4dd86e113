"""A process that serves one respondent, link to submission, and prints what it has loaded of ours.

Run as ``python -m tests.house.serving INSTANCE LINK SITES``. It imports nothing of the tests, which
load the worker too.
"""

from __future__ import annotations

import re
import sys

from flask.testing import FlaskClient

from portal import create_app
from portal.settings import load


def press(client: FlaskClient, shown: str, address: str, **fields: str) -> int:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(shown).text)
    assert token, shown
    return client.post(address, data={"csrf_token": token[1], **fields}).status_code


def serve(instance: str, link: str, sites: str) -> None:
    settings = load({"PORTAL_INSTANCE": instance, "PORTAL_SITES": sites})
    client = create_app(settings).test_client()
    about, support = "/survey/spring/about", "/survey/spring/support"
    statuses = [
        press(client, link, link),
        press(client, about, about, q_service="children", go="next"),
        press(client, support, support, q_heard="agree", q_safe="agree", go="next"),
        press(client, "/survey/spring/check", "/survey/spring/submit"),
    ]
    assert statuses == [303] * 4, statuses


if __name__ == "__main__":
    serve(*sys.argv[1:])
    print(*sorted(name for name in sys.modules if name.split(".")[0] == "portal"))  # noqa: T201
