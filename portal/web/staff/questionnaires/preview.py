"""A questionnaire's pages are shown as those who answer see them, with nothing stored.

There are two ways to look: everything on a page at once, or the way of one person, page after page,
on which questions come and go with what is answered. The answers of such a way travel in the
address (``survey/rehearsal.py``); a save by htmx finds them in the form's ``seen``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from flask import flash, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.errors import NotFound
from portal.survey import answers as form
from portal.survey import merging, outline, rehearsal, route, wording
from portal.survey.answers import Reading
from portal.survey.questionnaire import Page, Questionnaire
from portal.survey.rehearsal import Rehearsal
from portal.survey.route import Route
from portal.web import htmx
from portal.web.pages import pages
from portal.web.pages.pages import Filling

FRAME = "staff/questionnaires/preview.html"
UNSAVED = "This is a preview: nothing is kept."
WARNED = "A respondent sees this once, and may leave the answers as they are."
END = "That was the last page. Here people check their answers, and submit them."
NO_DOUBTS: Mapping[str, str] = MappingProxyType({})
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Stage:
    """This is where a questionnaire is shown. ``start``: the page that leads here. ``address`` of a
    page's preview takes its id and what goes into the query."""

    questionnaire: Questionnaire
    start: str
    address: Callable[..., str]

    def page(self, page_id: str) -> Page:
        """Find a page by its id. Raises ``NotFound``."""
        page = self.questionnaire.page_by_id.get(page_id)
        if page is None:
            raise NotFound("There is no such page in this questionnaire.")
        return page

    @property
    def everything(self) -> Route:
        """Make a way on which every question is shown, whoever is asked it."""
        questions = [question for page in self.questionnaire.pages for question in page.questions]
        rows = [row for question in questions for row in question.rows]
        shown = frozenset(question.id for question in questions) | {row.id for row in rows}
        return Route(self.questionnaire.pages, shown, {})


def show(stage: Stage, page_id: str) -> str:
    page = stage.page(page_id)
    if (packed := request.args.get("answers")) is None:
        return _everything(stage, page)
    way = rehearsal.resume(stage.questionnaire, packed)
    if page not in way.route.pages:
        raise NotFound("Nobody gets to this page with the answers so far. Begin again.")
    return _render(stage, page, way, {}, way.route.shown)


def go_on(stage: Stage, page_id: str) -> Answer:
    """Answer a respondent's button, or a save as one goes."""
    page = stage.page(page_id)
    pressed = "clear" if "clear" in request.form else request.form.get("go")
    if pressed == "later":
        return htmx.go(stage.start)
    if request.args.get("answers") is None:
        leaves = pressed == "next"
        return htmx.go(_following(stage, page)) if leaves else ("", 204)
    before = rehearsal.resume(stage.questionnaire, request.form.get("seen", ""))
    reading = _read(before, page)
    after = Rehearsal(stage.questionnaire, reading.answers)
    if pressed == "clear":
        return htmx.go(stage.address(page=page.id, answers=after.packed()))
    if pressed != "next":
        return _changes(before, after, page)
    if reading.messages:
        return _render(stage, page, before, reading.messages, reading.route.shown), 422
    if reading.revealed:
        back = stage.address(page=page.id, answers=after.packed())
        return htmx.go(f"{back}#when-{reading.revealed}")
    return _warnings(stage, page, after) or _leave(stage, page, after)


def _everything(stage: Stage, page: Page) -> str:
    """Show every question of the page, whoever is asked it."""
    questionnaire, way = stage.questionnaire, stage.everything
    filling = Filling(shown=way.shown, pipes=wording.stand_ins(questionnaire))
    notes = outline.routing_of(questionnaire, page)
    bar = _bar(stage, notes=notes, other=stage.address(page=page.id, answers=""))
    action, back = stage.address(page=page.id), _back(stage, way, page)
    slots = pages.slots(questionnaire, way, page, bar=bar, action=action, back=back, seen="")
    return pages.render(FRAME, questionnaire, page, filling, slots)


def _render(
    stage: Stage,
    page: Page,
    way: Rehearsal,
    messages: Mapping[str, str],
    shown: frozenset[str],
    notice: str = "",
    doubts: Mapping[str, str] = NO_DOUBTS,
    **query: str,
) -> str:
    """Show a page on somebody's way: as it was posted where there are messages."""
    stored = form.shown_as(stage.questionnaire.by_page[page.id], way.answers)
    filling = Filling(_posted() if messages else stored, shown, messages, way.words, doubts)
    packed = way.packed()
    slots = pages.slots(
        stage.questionnaire,
        way.route,
        page,
        bar=_bar(stage, notes=(), other=stage.address(page=page.id)),
        action=stage.address(page=page.id, answers=packed, **query),
        back=_back(stage, way.route, page, answers=packed),
        seen=packed,
        notice=notice,
    )
    return pages.render(FRAME, stage.questionnaire, page, filling, slots)


def _back(stage: Stage, way: Route, page: Page, **query: str) -> str:
    earlier = way.previous(page)
    return stage.address(page=earlier.id, **query) if earlier else ""


def _bar(stage: Stage, notes: Sequence[outline.Asked], other: str) -> Markup:
    bar = render_template(
        "staff/questionnaires/_bar.html",
        start=stage.start,
        notes=notes,
        other=other,
        walking="answers" in request.args,
        first=stage.address(page=stage.questionnaire.pages[0].id, answers=""),
    )
    return Markup(bar)  # noqa: S704 - our own template


def _read(before: Rehearsal, page: Page) -> Reading:
    items = before.questionnaire.by_page[page.id]
    seen = merging.seen(items, before.answers, before.route.shown)
    return form.read(before.questionnaire, page, _posted(), before.answers, before.route, seen)


def _posted() -> form.Fields:
    cleared = request.form.get("clear", "")
    return {
        name: values
        for name, values in request.form.lists()
        if name.startswith("q_") and name.partition("__")[0] != cleared
    }


def _changes(before: Rehearsal, after: Rehearsal, page: Page) -> str:
    fields = form.shown_as(after.questionnaire.by_page[page.id], after.answers)
    filling = Filling(fields, after.route.shown, pipes=after.words)
    before_ids, seen = before.route.shown, after.packed()
    return pages.changes(after.questionnaire, page, before_ids, filling, saved=UNSAVED, seen=seen)


def _warnings(stage: Stage, page: Page, after: Rehearsal) -> Answer | None:
    doubts = route.doubts(page, after.route.answers)
    if not doubts or "warned" in request.args:
        return None
    told = {f"q_{check.item}": check.message for check in doubts.values()}
    notice = pages.notice("Please check", WARNED, list(told.items()))
    return _render(stage, page, after, {}, after.route.shown, notice, told, warned="1"), 422


def _leave(stage: Stage, page: Page, after: Rehearsal) -> Response:
    following = after.route.following(page)
    if following:
        return htmx.go(stage.address(page=following.id, answers=after.packed()))
    shown, pages = len(after.route.pages), len(stage.questionnaire.pages)
    were = "page was" if pages == 1 else "pages was" if shown == 1 else "pages were"
    flash(f"{END} {shown} of {pages} {were} shown.")
    return htmx.go(stage.start)


def _following(stage: Stage, page: Page) -> str:
    """Return the next page's address, else that of where one came from."""
    following = stage.everything.following(page)
    return stage.address(page=following.id) if following else stage.start
