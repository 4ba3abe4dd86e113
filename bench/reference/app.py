"""The conventional way: Flask, a peewee row for each answer, SQLite (WAL, FULL), Flask-WTF's CSRF
protection, and plain Jinja macros that render every page again with the portal's markup."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from flask import Flask, abort, redirect, render_template, request, session
from flask_wtf import CSRFProtect
from peewee import CompositeKey, IntegerField, Model, SqliteDatabase, TextField
from werkzeug.wrappers import Response

from bench import workload
from portal.web import assets

HERE = Path(__file__).parent
db = SqliteDatabase(
    os.environ["REFERENCE_DATABASE"],
    pragmas={"journal_mode": "wal", "synchronous": "full", "busy_timeout": 20_000},
)


class Table(Model):
    class Meta:
        database = db


class Person(Table):
    key = TextField(primary_key=True)
    reached = IntegerField(default=1)


class Answer(Table):
    person = TextField()
    question = TextField()
    value = TextField()

    class Meta:
        primary_key = CompositeKey("person", "question")


def create_app() -> Flask:
    app = Flask(__name__, static_folder=None, template_folder=str(HERE / "templates"))
    app.config.update(SECRET_KEY=secrets.token_bytes(32), WTF_CSRF_TIME_LIMIT=None)
    if secret := os.environ.get("REFERENCE_SECRET"):
        app.config["SECRET_KEY"] = secret
    CSRFProtect(app)
    assets.init_app(app, HERE.parent.parent / "static")
    app.add_url_rule("/start", "start", start, methods=["GET", "POST"])
    app.add_url_rule("/survey/<int:number>", "page", page)
    app.add_url_rule("/survey/<int:number>", "save", save, methods=["POST"])
    with db:
        db.create_tables([Person, Answer])
    db.close()
    return app


def start() -> Response | str:
    if request.method == "GET":
        return render_template("start.html")
    person = Person.create(key=secrets.token_hex(16))
    session["person"] = person.key
    return redirect("/survey/1", code=303)


def page(number: int) -> str:
    person = _person()
    if number > person.reached:
        abort(404)
    stored = {row.question: row.value for row in Answer.select().where(Answer.person == person.key)}
    return _render(number, stored, {})


def save(number: int) -> Response | tuple[str, int]:
    person = _person()
    given, messages = _read(number)
    if messages:
        return _render(number, given, messages), 422
    with db.atomic("IMMEDIATE"):
        for question, value in given.items():
            Answer.insert(
                person=person.key, question=question, value=value
            ).on_conflict_replace().execute()
        person.reached = max(person.reached, number + 1)
        person.save()
    return redirect(f"/survey/{min(number + 1, workload.PAGES)}", code=303)


def _person() -> Person:
    person = Person.get_or_none(Person.key == session.get("person"))
    if person is None:
        abort(403)
    return person


def _read(number: int) -> tuple[dict[str, str], dict[str, str]]:
    given, messages = {}, {}
    for radio in range(1, workload.RADIOS + 1):
        name = workload.radio(number, radio)
        value = request.form.get(f"q_{name}", "")
        if value and value not in workload.OPTION_IDS:
            abort(400)
        given[name] = value
    name = workload.text(number)
    given[name] = " ".join(request.form.get(f"q_{name}", "").split())
    if len(given[name]) > 200:
        messages[f"q_{name}"] = "Shorten your answer to 200 characters or fewer"
    return given, messages


def _render(number: int, stored: dict[str, str], messages: dict[str, str]) -> str:
    return render_template(
        "page.html", number=number, stored=stored, messages=messages, workload=workload
    )
