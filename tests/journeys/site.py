"""A whole installation, served for real on a port of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from werkzeug.serving import WSGIRequestHandler, make_server

from portal.store.db import db
from tests.factories import House

ROOT = Path(__file__).parents[2]
PRACTITIONER = (ROOT / "questionnaires" / "practitioner" / "2026.1.md").read_text()


@dataclass(frozen=True)
class Site:
    """``address`` has no slash at its end."""

    house: House
    address: str

    def link(self, number: int = 0) -> str:
        """The whole address in the letter of remi1, remi2, … of Northshire, counted from 0."""
        return self.address + self.house.links()[number]


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Nothing: the portal's own journal says what was asked for."""


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    house = House(folder)
    server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=Quiet)
    site = Site(house, f"http://127.0.0.1:{server.server_port}")
    desk = house.app.extensions["desk"]
    house.app.extensions["desk"] = replace(desk, base_url=site.address)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        db.close()
