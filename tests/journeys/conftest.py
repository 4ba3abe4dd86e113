from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.factories import House
from tests.journeys.site import Port, Site
from tests.journeys.visitor import BROWSERS, Visitor, watch

CHROMIUM = {
    "executable_path": "/usr/bin/chromium-headless-shell",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--renderer-process-limit=1",
        "--disable-site-isolation-trials",
    ],
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the journeys. Among several workers they come first: what is left for the end, when one
    of them has nothing more to do, must be short."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("journey")
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("journey") is None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | CHROMIUM


@pytest.fixture(scope="session")
def base_url() -> None:
    """None: each site has its own. (The plugin's fixture of this name warns under pytest 9.)"""


@pytest.fixture(scope="session")
def port() -> Iterator[Port]:
    port = Port()
    with port.open():
        yield port


@pytest.fixture
def site(house: House, port: Port) -> Iterator[Site]:
    with port.serving(house) as site:
        yield site


@pytest.fixture(params=["phone", "desk without scripts"])
def visit(request: pytest.FixtureRequest, site: Site, new_context: Any) -> Iterator[Any]:
    """Makes visitors, each with a browser of their own; none may see anything untoward."""
    visitors: list[Visitor] = []

    def make() -> Visitor:
        context = new_context(**BROWSERS[request.param])
        context.set_default_timeout(10_000)
        if "without scripts" not in request.param:
            context.clock.install()  # so that nobody has to wait until a page may save itself
        visitors.append(Visitor(context.new_page(), watch(context, site.address)))
        return visitors[-1]

    yield make
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []
