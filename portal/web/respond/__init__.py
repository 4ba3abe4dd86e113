"""Respondents reach this site."""

from __future__ import annotations

from flask import Flask

from portal.web.respond import about, links, results, said, survey


def init_app(app: Flask) -> None:
    for room in (about, links, results, said, survey):
        app.register_blueprint(room.blueprint)
