"""A whole installation, served for real on a port of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.factories import House

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROOT = Path(__file__).parents[2]
PRACTITIONER = (ROOT / "questionnaires" / "practitioner" / "2026.1.md").read_text()
NEWEST = (ROOT / "questionnaires" / "practitioner" / "2026.2.md").read_text()


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


class Templates(BytecodeCache):
    """Compiled once for all houses, each of which has an environment of its own for them."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if known := self.compiled.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Port:
    """One server for many houses, one after the other: to stop one takes half a second."""

    address: str = ""
    app: Flask | None = None
    templates: Templates = field(default_factory=Templates)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        assert self.app is not None
        return self.app(environ, start_response)

    @contextmanager
    def open(self) -> Iterator[None]:
        server = make_server("127.0.0.1", 0, self, threaded=True, request_handler=Quiet)
        self.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    @contextmanager
    def serving(self, house: House) -> Iterator[Site]:
        self.app = house.app
        self.app.jinja_env.bytecode_cache = self.templates
        desk = self.app.extensions["desk"]
        self.app.extensions["desk"] = replace(desk, base_url=self.address)
        try:
            yield Site(house, self.address)
        finally:
            self.app = None
