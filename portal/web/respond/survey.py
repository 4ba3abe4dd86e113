"""A person goes through the questionnaire, page by page, until it is submitted."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from portal.errors import (
    AlreadySubmitted,
    ChangedElsewhere,
    DraftGone,
    LinkRevoked,
    NoAnswersHere,
    NotFound,
    PortalError,
    RoundClosed,
)
from portal.services.answering import own_scores, responding, sittings
from portal.services.answering.own_scores import OwnScores
from portal.services.answering.responding import Posted, Saved, Unfinished
from portal.services.answering.sittings import OffRoute, Sitting
from portal.web import errors, htmx, limits
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.respond import cookies, showing
from portal.web.respond.forms import LinkForm
from portal.web.respond.posted import BUTTONS, posted_names, posted_page

BaseAnswer = Response | str | tuple[str, int]

blueprint = Blueprint("survey", __name__, url_prefix="/survey/<round_code>")


@blueprint.errorhandler(OffRoute)
def _back_on_route(_: OffRoute) -> Response:
    return htmx.go(url_for(".start", round_code=_round_code()))


@blueprint.errorhandler(Unfinished)
def _back_to_page(error: Unfinished) -> Response:
    return htmx.go(url_for(".page", round_code=_round_code(), page=error.page.id))


@blueprint.errorhandler(CSRFError)
def _expired(error: CSRFError) -> tuple[str, int]:
    """Show what was entered in a form that can be sent again; the token is checked before it is."""
    page_id = (request.view_args or {}).get("page")
    if page_id is None or (htmx.wanted() and request.form.get("go") not in BUTTONS):
        return errors.of_csrf(error)
    try:
        posted, _ = posted_page(str(page_id))
        return showing.expired(_take(_round_code()), posted), 400
    except (PortalError, HTTPException):  # there is no such page of this person to show
        return errors.of_csrf(error)


@blueprint.errorhandler(LinkRevoked)
def _replaced(_: LinkRevoked) -> tuple[str, int]:
    """The answers are still here; all they need is the newer link."""
    return showing.replaced(_take(_round_code()), LinkForm(formdata=None)), 410


@blueprint.errorhandler(AlreadySubmitted)
@blueprint.errorhandler(DraftGone)
@blueprint.errorhandler(NoAnswersHere)
@blueprint.errorhandler(RoundClosed)
def _sent(error: PortalError) -> tuple[str, int]:
    """Say that the answers are in to whoever comes back to them: where their draft is gone, or, for
    five minutes, where this browser still holds their scores."""
    own = _own_scores(_round_code())
    if own is None and not isinstance(error, AlreadySubmitted):
        return errors.of_portal(error)
    return showing.sent(_round_code(), own), 409


@blueprint.get("/")
def start(round_code: str) -> Response | str:
    """Lead to where the person stopped; a return starts from the list of its pages."""
    taken = _take(round_code)
    if taken.shared:
        return showing.tasks(taken, ButtonForm())
    return redirect(_next(taken), code=303)


@blueprint.post("/")
def name_pages(round_code: str) -> Response:
    """Note who is to fill in which page of a return."""
    names = posted_names()
    now, keys = desk().clock(), desk().keys
    responding.name_pages(round_code, cookies.current(round_code), names, now, keys)
    return redirect(url_for(".start", round_code=round_code), code=303)


@blueprint.get("/<page>")
def page(round_code: str, page: str) -> str:
    taken = _take(round_code)
    return showing.page(taken, taken.page(page))


@blueprint.post("/<page>")
def save(round_code: str, page: str) -> BaseAnswer:
    posted, go = posted_page(page)
    try:
        saved = _save(round_code, posted, go)
    except ChangedElsewhere as error:
        return showing.busy(_take(round_code), posted, error), 409
    if go in ("as one goes", "look"):
        return showing.saved(saved, looked=go == "look")
    if go == "again":
        return showing.posted(saved, posted)
    if go == "later" and saved.kept:
        return _come_back_later(saved)
    if not saved.left:
        return showing.posted(saved, posted), 422 if saved.messages or saved.doubts else 409
    return htmx.go(_after(saved, go))


@blueprint.get("/later")
def later(round_code: str) -> str:
    return showing.later(_take(round_code), ButtonForm())


@blueprint.post("/later")
def forget(round_code: str) -> Response:
    """Leave nothing of the person's in this browser."""
    response = make_response(render_template("respond/forgotten.html"))
    cookies.let_go(response, round_code)
    return response


@blueprint.get("/check")
def check(round_code: str) -> str | Response:
    taken = _take(round_code)
    if unfinished := taken.next_page:
        raise Unfinished(unfinished)
    return showing.check(taken, ButtonForm())


@blueprint.get("/check/submitted")
def submitted(round_code: str) -> str:
    return showing.submitted(_take(round_code))


@blueprint.post("/check")
def take_new_link(round_code: str) -> Response | tuple[str, int]:
    """Go on with the same answers under the link that took the first one's place."""
    form = LinkForm()
    if form.validate_on_submit():
        try:
            code, link = cookies.current(round_code), form.link.data or ""
            responding.move(round_code, code, link, desk().clock(), desk().keys)
            return redirect(url_for(".check", round_code=round_code), code=303)
        except (NotFound, LinkRevoked) as error:  # an older letter's link, too
            if isinstance(error, NotFound) and (refused := limits.refusal()):
                return refused
            form.link.errors = [str(error)]
    return showing.replaced(_take(round_code), form), 422


@blueprint.post("/submit")
def submit(round_code: str) -> Response:
    now, code = desk().clock(), cookies.current(round_code)
    if code is None and cookies.scores(round_code):  # once more, after the first had its answer
        return redirect(url_for(".done", round_code=round_code), code=303)
    submitted = responding.submit(round_code, code, now, desk().keys)
    response = redirect(url_for(".done", round_code=round_code), code=303)
    if submitted.questionnaire.named:
        return redirect(url_for(".start", round_code=round_code, submitted=1), code=303)
    cookies.let_go(response, round_code)
    note = own_scores.note(submitted, desk().web_secret, now)
    cookies.give_scores(response, round_code, note)
    return response


@blueprint.get("/done")
def done(round_code: str) -> Response | str:
    """Show the scores for as long as this browser holds them, however often it asks."""
    if cookies.current(round_code):  # these answers are not submitted yet
        return redirect(url_for(".start", round_code=round_code), code=303)
    own = _own_scores(round_code)
    if own is None:
        return render_template("respond/no_scores.html")
    return render_template("respond/done.html", form=ButtonForm(), own=own, round_code=round_code)


@blueprint.get("/done/picture")
def picture(round_code: str) -> Response:
    """Give the scores as a picture to save, made of the cookie alone, and kept nowhere."""
    own = _own_scores(round_code)
    if own is None or not own.scores or cookies.current(round_code):
        return redirect(url_for(".done", round_code=round_code), code=303)
    response = make_response(render_template("respond/scores.svg", own=own))
    response.mimetype = "image/svg+xml"
    response.headers["Content-Disposition"] = 'attachment; filename="health-check.svg"'
    return response


@blueprint.post("/done")
def remove_scores(round_code: str) -> Response:
    """Leave nothing in this browser that tells of the answers submitted in it."""
    response = redirect(url_for(".done", round_code=round_code), code=303)
    cookies.remove_scores(response, round_code)
    return response


def _take(round_code: str) -> Sitting:
    code = cookies.current(round_code)
    return sittings.take(round_code, code, desk().clock(), desk().keys)


def _own_scores(round_code: str) -> OwnScores | None:
    return own_scores.read(cookies.scores(round_code), desk().web_secret, desk().clock())


def _save(round_code: str, posted: Posted, go: str) -> Saved:
    return responding.save(
        round_code,
        cookies.current(round_code),
        posted,
        desk().clock(),
        desk().keys,
        leaving=go == "next",
        looking=go == "look",
    )


def _come_back_later(saved: Saved) -> BaseAnswer:
    """Give the code; no address says that something was not kept, so that case has none."""
    if unkept := showing.unkept(saved):
        page = url_for(".page", round_code=saved.sitting.held.round.code, page=saved.page.id)
        return showing.later(saved.sitting, ButtonForm(formdata=None), unkept=unkept, page=page)
    return htmx.go(url_for(".later", round_code=saved.sitting.held.round.code))


def _after(saved: Saved, go: str) -> str:
    """Lead back to the page where it has just brought up a question, or an answer was taken back,
    else to the next one; straight to the check where an answer was only changed."""
    round_code = saved.sitting.held.round.code
    if saved.reading.revealed or go == "clear":
        back = url_for(
            ".page", round_code=round_code, page=saved.page.id, change=request.args.get("change")
        )
        return f"{back}#when-{saved.reading.revealed}" if saved.reading.revealed else back
    following = saved.sitting.route.following(saved.page)
    if "change" in request.args or following is None or saved.sitting.shared:
        return _next(saved.sitting)
    return url_for(".page", round_code=round_code, page=following.id)


def _next(taken: Sitting) -> str:
    round_code, unfinished = taken.held.round.code, taken.next_page
    if taken.shared:
        return url_for(".start", round_code=round_code)
    if unfinished:
        return url_for(".page", round_code=round_code, page=unfinished.id)
    return url_for(".check", round_code=round_code)


def _round_code() -> str:
    return str((request.view_args or {})["round_code"])
