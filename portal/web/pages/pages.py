"""A questionnaire's page as HTML is rendered once per frozen questionnaire, and answers spliced in.

The first time a page is asked for, its Jinja template is rendered with a mark at every place
where one person's copy may differ from another's: is this box ticked, what stands in this field,
is there a message, is this question shown. The result is cut at the marks (``marks.py``) and
kept. From then on a page is constant text with the parts between, each asked for the person's
``Filling``.

What is rendered into the constant text is served to everyone, so the templates are given nothing
of the request; whatever differs must go through a mark, and every mark escapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import Flask, current_app, render_template
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal import prose
from portal.survey import conditions
from portal.survey.questionnaire import Option, Page, Question, Questionnaire, Row, items_of
from portal.survey.route import Route, most_pages
from portal.web.pages.marks import Filling, Marks, Part, Slots

__all__ = [
    "Filling",
    "Slots",
    "changes",
    "comes_and_goes",
    "controls",
    "in_a_row",
    "in_two",
    "init_app",
    "notice",
    "places",
    "prose_with",
    "render",
    "slots",
    "steps_of",
]

MOST_KEPT = 1000
"""This many pages are kept at a time, a few tens of kilobytes each; when there are more, all are
let go."""

QUESTIONS = "questions/page.html"
"""This template holds a page's questions alone, without the frame round them."""

NOTHING_TO_SAY = {"dont_know", "not_applicable"}
"""Options with these ids stand beside a scale that is not scored."""

PHONE, LETTER = 330, 7.2
"""Pixels that a narrow phone has for a scale, and that a letter there takes, on the average."""
LONGEST_LABEL, HALF = 32, 12
"""In letters, of an option that can stand in a column, and of one that takes half of a phone."""

NOTHING_OF_THE_REQUEST = dict.fromkeys(
    ("request", "session", "g", "current_user", "csrf_token", "get_flashed_messages")
)
"""Flask and its extensions give these names to every template; here they are taken away again."""


@dataclass(frozen=True, slots=True)
class Program:
    """It is a page in parts, and those of its conditional questions and rows by their ids."""

    whole: Part
    places: Mapping[str, Part]


def init_app(app: Flask) -> None:
    app.extensions["pages"] = {}
    app.add_template_filter(prose.html, "prose")
    app.add_template_filter(prose.inline, "inline")
    app.add_template_filter(prose.label, "plain")
    app.add_template_filter(prose.contact, "contact")
    app.add_template_global(comes_and_goes)
    app.add_template_global(controls)
    app.add_template_global(in_a_row)
    app.add_template_global(in_two)
    app.add_template_global(items_of)
    app.add_template_global(steps_of)


def render(
    template: str, questionnaire: Questionnaire, page: Page, filling: Filling, slots: Slots
) -> str:
    """Fill a page in the frame of ``template``, which says what slots it needs."""
    return _program(template, questionnaire, page).whole(filling, slots)


def slots(questionnaire: Questionnaire, route: Route, page: Page, **others: str) -> dict[str, str]:
    """Return the slots of ``respond/page.html`` that follow from where the page lies on the route,
    and those given besides."""
    number = route.pages.index(page)
    count = max(most_pages(questionnaire), len(route.pages))  # a preview may show all pages
    return {
        "csrf": generate_csrf(),
        "key": "",
        "progress": f"Page {number + 1} of {count}",
        "progress_value": str(number),
        "progress_max": str(count),
        **others,
    }


def notice(title: str, text: str, links: Sequence[tuple[str, str]] = ()) -> Markup:
    """Make a banner for the slot of this name; ``links`` are fields and what is said of each."""
    banner = render_template("respond/_notice.html", title=title, text=text, links=links)
    return Markup(banner)  # noqa: S704 - our own template


def changes(
    questionnaire: Questionnaire, page: Page, before: frozenset[str], filling: Filling, **state: str
) -> str:
    """Make what htmx puts into a page that was saved: its ``state``, which is ``saved`` (in words)
    and ``seen``; the filling's messages; and the questions and rows that were shown ``before`` and
    are not now, or now only."""
    parts = _program(QUESTIONS, questionnaire, page).places
    changed = before ^ filling.shown
    fragments = [parts[id](filling, {"alone": id}) for id in places(page) if id in changed]
    told = render_template("respond/_saved.html", messages=filling.messages, **state)
    return told + "".join(fragments)


def comes_and_goes(thing: Question | Row) -> bool:
    """Say whether it may be shown or not; so may a question all of whose rows may."""
    rows = thing.rows if isinstance(thing, Question) else ()
    return bool(thing.show_if) or (bool(rows) and all(row.show_if for row in rows))


def controls(page: Page) -> list[str]:
    """List the fields of the page on which other questions or rows of it depend."""
    things: list[Question | Row] = []
    for question in page.questions:
        things += [question, *question.rows]
    looked_at = {name for thing in things for name in conditions.names(thing.show_if)}
    items = [item for question in page.questions for item in items_of(question)]
    return [item.field for item in items if item.id in looked_at]


def steps_of(options: Sequence[Option]) -> list[Option]:
    """List the steps of a scale: the options that are scored, or, where none is, those that do not
    say that there is nothing to say."""
    scored = [option for option in options if option.points is not None]
    return scored or [option for option in options if option.id not in NOTHING_TO_SAY]


def in_a_row(options: Sequence[Option]) -> bool:
    """Say whether a phone has room for all of these side by side, no word of them broken."""
    labels = [prose.label(option.label) for option in options]
    widest = max(len(word) for label in labels for word in label.split())
    fits = len(labels) * (widest * LETTER + 4) <= PHONE
    return fits and max(map(len, labels)) <= LONGEST_LABEL


def in_two(options: Sequence[Option]) -> bool:
    """Say whether a phone has room for two of these side by side; a last one may have a line of its
    own."""
    paired = options[: len(options) // 2 * 2]
    short = all(len(prose.label(option.label)) <= HALF for option in paired)
    return short and not any(option.specify for option in options)


def places(page: Page) -> tuple[str, ...]:
    """List the ids of the page's questions and rows that come and go, a question before its
    rows."""
    things: list[Question | Row] = []
    for question in page.questions:
        things += [question, *question.rows]
    return tuple(thing.id for thing in things if comes_and_goes(thing))


def prose_with(text: str, pipes: Mapping[str, str]) -> Markup:
    """Make prose outside a page, its pipes replaced by these words."""
    return Markup(_prose(text)(Filling(pipes=pipes), {}))  # noqa: S704


@lru_cache(maxsize=64)
def _prose(text: str) -> Part:
    return Marks().assemble(prose.html(text))


def _program(template: str, questionnaire: Questionnaire, page: Page) -> Program:
    kept: dict[tuple[str, str, str], Program] = current_app.extensions["pages"]
    key = (template, questionnaire.sha256, page.id)
    program = kept.get(key)
    if program is None:
        program = _compile(template, questionnaire, page)
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[key] = program
    return program


def _compile(template: str, questionnaire: Questionnaire, page: Page) -> Program:
    marks = Marks()
    html = current_app.jinja_env.get_template(template).render(
        questionnaire=questionnaire, page=page, m=marks, **NOTHING_OF_THE_REQUEST
    )
    return Program(marks.assemble(html), marks.places)
