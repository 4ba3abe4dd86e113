"""Showing one page of a questionnaire: as stored, or as just posted with messages."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from portal.errors import ChangedElsewhere
from portal.services.answering.responding import Posted, Saved
from portal.services.answering.sittings import Sitting
from portal.survey.answers import Fields, shown_as
from portal.survey.merging import Clash
from portal.survey.packing import NAME_LENGTH
from portal.survey.questionnaire import Page
from portal.web.forms import ButtonForm
from portal.web.pages import pages
from portal.web.pages.pages import Filling
from portal.web.respond.forms import LinkForm

FRAME = "respond/page.html"


def page(taken: Sitting, page: Page) -> str:
    """The page with the answers that are stored."""
    return _render(taken, page, _stored(taken, page))


def faults(saved: Saved, posted: Posted) -> str:
    """The page as it was posted, with what is to be corrected; nothing of it was kept."""
    shown = saved.reading.route.shown
    return _render(saved.sitting, saved.page, posted.fields, messages=saved.messages, shown=shown)


def warnings(saved: Saved, posted: Posted) -> str:
    """The page once more, with what may be wrong; it was kept, and may stay so."""
    notice = render_template("respond/_notice.html", title="Please check", text=WARNED)
    return _render(saved.sitting, saved.page, posted.fields, messages=saved.warnings, notice=notice)


def conflict(taken: Sitting, posted: Posted, error: ChangedElsewhere) -> str:
    """The page with what was changed elsewhere meanwhile, and over it what was posted where both
    changed the same."""
    notice = render_template("respond/_notice.html", title="Changed elsewhere", text=str(error))
    items = taken.questionnaire.by_page[posted.page]
    fields = posted.fields
    if isinstance(error, Clash):
        names = {n for item in items if item.id in error.items for n in item.field_names}
        own = {name: values for name, values in posted.fields.items() if name in names}
        merged = shown_as(items, error.merged)
        fields = {**{n: v for n, v in merged.items() if n not in names}, **own}
    return _render(taken, taken.page(posted.page), fields, notice=notice)


def tasks(taken: Sitting, form: ButtonForm) -> str:
    """The list of a return's pages, with their state and who is to fill them in."""
    names = taken.held.envelope.names
    rows = [(page, taken.state(page), names.get(page.id, "")) for page in taken.route.pages]
    return render_template(
        "respond/tasks.html",
        sitting=taken,
        form=form,
        rows=rows,
        ready=taken.next_page is None,
        longest=NAME_LENGTH,
        submitted="submitted" in request.args,
        introduction=pages.prose_with(taken.questionnaire.introduction, taken.pipes),
    )


def expired(taken: Sitting, posted: Posted) -> str:
    """The page as it was posted, in a form that can be sent again."""
    notice = render_template("respond/_notice.html", title="Please continue again", text=EXPIRED)
    page = taken.page(posted.page)
    return _render(taken, page, posted.fields, notice=notice, seen=posted.seen)


def replaced(taken: Sitting, form: LinkForm) -> str:
    """Answers whose link has been replaced, and a field for the newer one."""
    return render_template(
        "respond/replaced.html", sitting=taken, form=form, round_code=taken.held.round.code
    )


def saved(outcome: Saved) -> str:
    """For htmx: that it was kept, and the questions that came or went by it."""
    taken, own = outcome.sitting, outcome.page
    filling = _filling(taken, _stored(taken, own), {}, taken.route.shown)
    changed = outcome.before.route.shown ^ taken.route.shown
    places = [name for name in pages.places(own) if name in changed]
    parts = [pages.fragment(taken.questionnaire, own, name, filling, oob=True) for name in places]
    state = render_template("respond/_saved.html", saved="Saved", seen=taken.stamp(own))
    return state + "".join(parts)


WARNED = "Your answers are saved. Change them if something is not right, or continue as they are."
EXPIRED = (
    "This page had been open for too long. Nothing is lost: what you entered is below."
    " Continue to save it."
)


def _render(
    taken: Sitting,
    page: Page,
    fields: Fields,
    *,
    messages: Mapping[str, str] | None = None,
    shown: frozenset[str] | None = None,
    notice: str = "",
    seen: str | None = None,
) -> str:
    filling = _filling(taken, fields, messages or {}, shown or taken.route.shown)
    slots = _slots(taken, page) | {"notice": Markup(notice)}  # noqa: S704 - our own template
    if seen is not None:
        slots["seen"] = seen
    return pages.render(FRAME, taken.questionnaire, page, filling, slots)


def _stored(taken: Sitting, page: Page) -> Fields:
    return shown_as(taken.questionnaire.by_page[page.id], taken.answers)


def _filling(
    taken: Sitting, fields: Fields, messages: Mapping[str, str], shown: frozenset[str]
) -> Filling:
    piped = {f"answer:{key}": text for key, text in taken.said.items()}
    return Filling(fields, shown, messages, {**taken.pipes, **piped})


def _slots(taken: Sitting, page: Page) -> dict[str, str]:
    round_code, ids = taken.held.round.code, [other.id for other in taken.route.pages]
    number = ids.index(page.id) + 1
    change = "1" if "change" in request.args else None
    return {
        "action": url_for(".page", round_code=round_code, page=page.id, change=change),
        "csrf": generate_csrf(),
        "seen": taken.stamp(page),
        "back": _back(taken, ids[: number - 1]),
        "progress": f"Page {number} of {len(ids)}",
        "progress_value": str(number - 1),
        "progress_max": str(len(ids)),
    }


def _back(taken: Sitting, earlier: list[str]) -> str:
    round_code = taken.held.round.code
    if taken.shared:
        return url_for(".start", round_code=round_code)
    if "change" in request.args and taken.next_page is None:
        return url_for(".check", round_code=round_code)
    return url_for(".page", round_code=round_code, page=earlier[-1]) if earlier else ""
