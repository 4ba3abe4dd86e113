"""``/healthz`` is for the operator's monitoring: 200 when all is well, else 503."""

from __future__ import annotations

from dataclasses import asdict

from flask import Flask, Response, jsonify

from portal.services import health
from portal.web.desk import desk


def init_app(app: Flask) -> None:
    app.add_url_rule("/healthz", "healthz", healthz)


def healthz() -> tuple[Response, int]:
    state = health.state(desk().clock())
    return jsonify(asdict(state)), 200 if state.well else 503
