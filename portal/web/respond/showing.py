"""One page of a questionnaire is shown: as stored, or as just posted with messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import render_template, request, url_for
from markupsafe import Markup

from portal.calendar.london import day_in_words
from portal.errors import ChangedElsewhere
from portal.services.answering import arriving, sittings
from portal.services.answering.own_scores import OwnScores
from portal.services.answering.responding import Posted, Saved
from portal.services.answering.sittings import Sitting
from portal.survey.answers import Fields, shown_as
from portal.survey.fields import anchor, name
from portal.survey.packing import NAME_LENGTH
from portal.survey.questionnaire import Item, Page
from portal.survey.wording import said
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.pages import pages
from portal.web.pages.pages import Filling
from portal.web.respond.forms import LinkForm

FRAME = "respond/page.html"


def page(taken: Sitting, page: Page) -> str:
    """Show the page with the answers that are stored."""
    return _render(taken, page, Filling(_stored(taken, page), taken.route.shown, pipes=taken.words))


def posted(saved: Saved, posted: Posted) -> str:
    """Show the page after its form came in: what was kept as it is stored, and what was not as it
    was posted, with what is to be corrected or decided."""
    taken, page, reading = saved.sitting, saved.page, saved.reading
    items = taken.questionnaire.by_page[page.id]
    own = {n for item in _unkept(saved) for n in item.field_names} if saved.kept else posted.fields
    stored = shown_as(items, taken.answers)
    fields = {name: values for name, values in stored.items() if name not in own}
    fields |= {name: values for name, values in posted.fields.items() if name in own}
    doubts = _named(taken, saved.doubts)
    notice = pages.notice("Please check", WARNED, doubts) if doubts else ""
    # What could not be read is still to be compared with what was there when it was typed.
    faulty = {item.id for item in items if any(n in reading.faults for n in item.field_names)}
    of_page = {item: mark for item, mark in reading.stamps_before.items() if item in faulty}
    filling = Filling(fields, reading.route.shown, messages(saved), taken.words, saved.doubts)
    return _render(taken, page, filling, notice=notice, seen=taken.seen(page, of_page))


def busy(taken: Sitting, posted: Posted, error: ChangedElsewhere) -> str:
    """Show the page as it was posted, since others kept saving at the same time."""
    notice = pages.notice("Changed elsewhere", str(error))
    return as_posted(taken, posted, notice)


def messages(saved: Saved) -> Mapping[str, str]:
    """Say by field what was not kept, and why; in page order."""
    taken, told = saved.sitting, dict(saved.messages)
    rest = "" if told else ". All else is saved"
    for item in taken.questionnaire.by_page[saved.page.id]:
        if item.id in saved.reading.clashing:
            theirs = said(item, taken.answers, taken.words) or "nothing"
            told[anchor(item)] = (
                f"“{name(item)}” was changed elsewhere too, and says “{theirs}” there."
                f" Continue to keep what you entered, or change it{rest}"
            )
    names = (n for item in taken.questionnaire.by_page[saved.page.id] for n in item.field_names)
    return {n: told[n] for n in names if n in told}


def unkept(saved: Saved) -> list[tuple[str, str]]:
    """List the questions whose answers were not kept: the field and the question."""
    faults = saved.reading.faults
    return [
        (
            next((n for n in item.field_names if n in faults), anchor(item)),
            saved.sitting.piped(name(item)),
        )
        for item in _unkept(saved)
    ]


def later(
    taken: Sitting, form: ButtonForm, unkept: Sequence[tuple[str, str]] = (), page: str = ""
) -> str:
    """Give the code and the link to come back with. ``unkept``: fields and questions of the
    ``page`` whose answers could not be kept."""
    code = arriving.code_text(taken.held.code)
    return render_template(
        "respond/later.html",
        form=form,
        sitting=taken,
        code=code,
        link=f"{desk().base_url}/r/{code}",
        forget=url_for(".forget", round_code=taken.held.round.code),
        closes=taken.pipes["closes"],
        unkept=unkept,
        page=page,
    )


def tasks(taken: Sitting, form: ButtonForm) -> str:
    """List a return's pages, with their state and who is to fill them in."""
    names, was = taken.held.envelope.names, taken.held.envelope.submitted
    rows = [(page, taken.state(page), names.get(page.id, "")) for page in taken.route.pages]
    return render_template(
        "respond/tasks.html",
        sitting=taken,
        form=form,
        rows=rows,
        ready=taken.next_page is None,
        key=arriving.browser_key(taken.held.code),
        longest=NAME_LENGTH,
        just_submitted="submitted" in request.args and taken.submitted_on and not taken.changed,
        readable=was is not None and was.answers is not None,
        introduction=pages.prose_with(taken.questionnaire.introduction, taken.pipes),
    )


def submitted(taken: Sitting) -> str:
    """Show what was submitted of a return, to read and print; whatever was changed since then."""
    sections, was = sittings.submitted(taken), taken.held.envelope.submitted
    return render_template(
        "respond/submitted.html",
        sitting=taken,
        sections=sections,
        day=day_in_words(was.on) if was else "",
    )


def check(taken: Sitting, form: ButtonForm) -> str:
    """Show what would be sealed, what was left open and what was written first, with the button
    that seals it. Pages are folded unless the address asks for them open."""
    return render_template(
        "respond/check.html",
        form=form,
        sitting=taken,
        sections=sittings.summary(taken),
        opened="open" in request.args,
        key=arriving.browser_key(taken.held.code),
    )


def sent(round_code: str, own: OwnScores | None) -> str:
    """Show that answers are in. ``own``: the scores of those that were submitted in this browser,
    perhaps none of them; None where it holds no such thing."""
    return render_template(
        "respond/sent.html", round_code=round_code, own=own, support=desk().support
    )


def expired(taken: Sitting, posted: Posted) -> str:
    """Show the page as it was posted, in a form that can be sent again."""
    return as_posted(taken, posted, pages.notice("Please continue again", EXPIRED))


def as_posted(taken: Sitting, posted: Posted, notice: str) -> str:
    """Show the page as it was posted; nothing of it was kept."""
    filling = Filling(posted.fields, taken.route.shown, pipes=taken.words)
    page = taken.page(posted.page)
    return _render(taken, page, filling, notice=notice, seen=posted.seen)


def replaced(taken: Sitting, form: LinkForm) -> str:
    """Show that the link has been replaced, and a field for the newer one."""
    return render_template(
        "respond/replaced.html", sitting=taken, form=form, round_code=taken.held.round.code
    )


def saved(outcome: Saved, *, looked: bool) -> str:
    """Tell the page that saves itself what was kept, and the questions that came or went by it."""
    taken, page, reading = outcome.sitting, outcome.page, outcome.reading
    filling = Filling(
        _stored(taken, page), reading.route.shown, messages(outcome), pipes=taken.words
    )
    status = render_template(
        "respond/_status.html",
        looked=looked,
        kept=outcome.kept,
        unkept=unkept(outcome),
        outdated=bool(reading.outdated),
    )
    return pages.changes(
        taken.questionnaire,
        page,
        reading.on_page,
        filling,
        saved=Markup(status),  # noqa: S704 - our own template
        seen=outcome.seen,
    )


WARNED = "Your answers are saved. Change them if something is not right, or continue as they are."
EXPIRED = (
    "This page had been open for too long. Nothing is lost: what you entered is below."
    " Continue to save it."
)


def _unkept(saved: Saved) -> list[Item]:
    """List the items of which the draft does not hold what the form says."""
    reading, items = saved.reading, saved.sitting.questionnaire.by_page[saved.page.id]
    return [
        item
        for item in items
        if item.id in reading.clashing or any(n in reading.faults for n in item.field_names)
    ]


def _named(taken: Sitting, told: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name the row of each message, which says by itself only what is wrong."""
    by_field = {item.field: item for item in taken.questionnaire.items.values()}
    return [
        (field, f"{name(by_field[field])}: {message}" if by_field[field].row else message)
        for field, message in told.items()
    ]


def _render(
    taken: Sitting, page: Page, filling: Filling, *, notice: str = "", seen: str | None = None
) -> str:
    slots = pages.slots(
        taken.questionnaire,
        taken.route,
        page,
        action=_address(taken, page, change="1" if "change" in request.args else None),
        seen=taken.seen(page) if seen is None else seen,
        back=_back(taken, page),
        notice=notice,
        key=arriving.browser_key(taken.held.code),
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
