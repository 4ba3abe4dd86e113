"""One page of a questionnaire is shown: as stored, or as just posted with messages."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for

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
    """Show the page with the answers that are stored."""
    return _render(taken, page, _stored(taken, page))


def faults(saved: Saved, posted: Posted) -> str:
    """Show the page as it was posted, with what is to be corrected; nothing of it was kept."""
    shown = saved.reading.route.shown
    return _render(saved.sitting, saved.page, posted.fields, messages=saved.messages, shown=shown)


def warnings(saved: Saved, posted: Posted) -> str:
    """Show the page once more, with what may be wrong; it was kept, and may stay so."""
    notice = pages.notice("Please check", WARNED)
    return _render(saved.sitting, saved.page, posted.fields, messages=saved.warnings, notice=notice)


def conflict(taken: Sitting, posted: Posted, error: ChangedElsewhere) -> str:
    """Show the page with what was changed elsewhere meanwhile, and over it what was posted where
    both changed the same."""
    notice = pages.notice("Changed elsewhere", str(error))
    items = taken.questionnaire.by_page[posted.page]
    fields = posted.fields
    if isinstance(error, Clash):
        names = {n for item in items if item.id in error.items for n in item.field_names}
        own = {name: values for name, values in posted.fields.items() if name in names}
        merged = shown_as(items, error.merged)
        fields = {**{n: v for n, v in merged.items() if n not in names}, **own}
    return _render(taken, taken.page(posted.page), fields, notice=notice)


def tasks(taken: Sitting, form: ButtonForm) -> str:
    """List a return's pages, with their state and who is to fill them in."""
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
    """Show the page as it was posted, in a form that can be sent again."""
    notice = pages.notice("Please continue again", EXPIRED)
    page = taken.page(posted.page)
    return _render(taken, page, posted.fields, notice=notice, seen=posted.seen)


def replaced(taken: Sitting, form: LinkForm) -> str:
    """Show that the link has been replaced, and a field for the newer one."""
    return render_template(
        "respond/replaced.html", sitting=taken, form=form, round_code=taken.held.round.code
    )


def saved(outcome: Saved) -> str:
    """Tell htmx that the answers were kept, with the questions that came or went by it."""
    taken, page = outcome.sitting, outcome.page
    filling = Filling(_stored(taken, page), taken.route.shown, pipes=taken.words)
    before, seen = outcome.before.route.shown, taken.stamp(page)
    return pages.changes(taken.questionnaire, page, before, filling, saved="Saved", seen=seen)


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
    filling = Filling(fields, shown or taken.route.shown, messages or {}, taken.words)
    slots = pages.slots(
        taken.route,
        page,
        action=_address(taken, page, change="1" if "change" in request.args else None),
        seen=taken.stamp(page) if seen is None else seen,
        back=_back(taken, page),
        notice=notice,
    )
    return pages.render(FRAME, taken.questionnaire, page, filling, slots)


def _stored(taken: Sitting, page: Page) -> Fields:
    return shown_as(taken.questionnaire.by_page[page.id], taken.answers)


def _address(taken: Sitting, page: Page, change: str | None = None) -> str:
    round_code = taken.held.round.code
    return url_for(".page", round_code=round_code, page=page.id, change=change)


def _back(taken: Sitting, page: Page) -> str:
    round_code = taken.held.round.code
    if taken.shared:
        return url_for(".start", round_code=round_code)
    if "change" in request.args and taken.next_page is None:
        return url_for(".check", round_code=round_code)
    earlier = taken.route.previous(page)
    return _address(taken, earlier) if earlier else ""
