"""People arrive here: invitation, personal link, open link, typed code, and “no more reminders”.

A GET changes nothing, as mail scanners follow links; a POST sets the cookie and leads to an
address without a secret.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.errors import AlreadySubmitted, LinkUnknown, LinkWithdrawn, NotFound
from portal.services import privacy
from portal.services.actions import said
from portal.services.answering import arriving
from portal.services.answering.arriving import Welcome
from portal.services.people import invitations
from portal.web import errors, limits
from portal.web.desk import desk
from portal.web.forms import ButtonForm
from portal.web.pages import pages
from portal.web.respond import cookies
from portal.web.respond.forms import CodeForm

blueprint = Blueprint("links", __name__)


@blueprint.errorhandler(NotFound)
def _nowhere(error: NotFound) -> Response | tuple[str, int]:
    return limits.refusal() or errors.of_portal(error)


@blueprint.errorhandler(LinkUnknown)
def _unknown(error: LinkUnknown) -> Response | tuple[str, int]:
    """Where no round takes answers there is nothing to guess, and nobody who comes late is held to
    be guessing."""
    if not error.over and (refused := limits.refusal()):
        return refused
    html = render_template("respond/nowhere.html", error=error, support=desk().support)
    return html, errors.status_of(error)


@blueprint.errorhandler(AlreadySubmitted)
def _used(error: AlreadySubmitted) -> tuple[str, int]:
    html = render_template("respond/used.html", support=desk().support)
    return html, errors.status_of(error)


@blueprint.errorhandler(LinkWithdrawn)
def _withdrawn(error: LinkWithdrawn) -> tuple[str, int]:
    """Lead on whoever has begun in this browser and kept no code: only from here is there a way."""
    held = error.round_code if cookies.current(error.round_code) else None
    html = render_template("respond/withdrawn.html", message=str(error), held=held)
    return html, errors.status_of(error)


@blueprint.get("/")
def home() -> str:
    return render_template("respond/home.html")


@blueprint.get("/i/<token>")
def invitation(token: str) -> str:
    return _welcome(arriving.by_token(token, desk().clock(), desk().keys))


@blueprint.post("/i/<token>")
def begin(token: str) -> Response:
    return _begin(arriving.by_token(token, desk().clock(), desk().keys))


@blueprint.get("/o/<token>")
def open_link(token: str) -> str:
    return _welcome(arriving.by_open_link(token, desk().clock(), desk().keys))


@blueprint.post("/o/<token>")
def begin_open(token: str) -> Response:
    welcome = arriving.by_open_link(token, desk().clock(), desk().keys)
    return limits.begun_too_often() or _begin(welcome)


@blueprint.get("/r/<code>")
def personal_link(code: str) -> str:
    resumed = arriving.by_code(code, desk().clock(), desk().keys)
    return render_template("respond/resume_link.html", form=ButtonForm(), title=resumed.title)


@blueprint.post("/r/<code>")
def resume_by_link(code: str) -> Response:
    return _carry_on(code)


@blueprint.get("/resume")
def resume() -> str:
    return render_template("respond/resume.html", form=CodeForm())


@blueprint.post("/resume")
def resume_by_code() -> Response | tuple[str, int]:
    form = CodeForm()
    if form.validate_on_submit():
        try:
            return _carry_on(form.code.data or "")
        except NotFound as error:
            over = isinstance(error, LinkUnknown) and error.over
            if not over and (refused := limits.refusal()):
                return refused
            form.code.errors = [str(error)]
    return render_template("respond/resume.html", form=form, remembered=_remembered()), 422


@blueprint.get("/stop/<token>")
def stop(token: str) -> str:
    return render_template("respond/stop.html", form=ButtonForm(), done=False, token=token)


@blueprint.post("/stop/<token>")
def stop_letters(token: str) -> str:
    """Stop letters by one click in a mail program, which posts here without a CSRF token (RFC
    8058)."""
    invitations.stop(token)
    return render_template("respond/stop.html", done=True)


def _welcome(welcome: Welcome) -> str:
    """Say who asks, who can be asked about it, and what came of the year before."""
    named = welcome.questionnaire.named
    return render_template(
        "respond/welcome.html",
        controller=desk().controller,
        psws=arriving.psws(welcome),
        said="" if named else said.before(welcome.round_id, welcome.organisation),
        form=ButtonForm(),
        welcome=welcome,
        questionnaire=welcome.questionnaire,
        words=welcome.questionnaire.words,
        held=_held(welcome),
        introduction=pages.prose_with(welcome.questionnaire.introduction, _pipes(welcome)),
        shared=bool(cookies.current(welcome.round_code)) and welcome.ticket is None,
    )


def _held(welcome: Welcome) -> list[tuple[str, str]]:
    """Tell what is held on this very link; nothing of one that everybody has."""
    words = {
        "ticket": "made from your link, and no way back to it",
        "round": welcome.title,
        "organisation": welcome.organisation_name,
    }
    return privacy.on_link(welcome.ticket, words) if welcome.ticket else []


def _pipes(welcome: Welcome) -> dict[str, str]:
    return {
        "organisation": welcome.organisation_name,
        "round": welcome.title,
        "closes": welcome.closes,
    }


def _begin(welcome: Welcome) -> Response:
    held = cookies.codes(welcome.round_code)
    code = arriving.begin(welcome, held, desk().clock(), desk().keys)
    return _into(welcome.round_code, code)


def _carry_on(text: str) -> Response:
    resumed = arriving.by_code(text, desk().clock(), desk().keys)
    return _into(resumed.round_code, resumed.code)


def _into(round_code: str, code: bytes) -> Response:
    response = redirect(url_for("survey.start", round_code=round_code), code=303)
    cookies.take_up(response, round_code, code, remember=_remembered())
    return response


def _remembered() -> bool:
    """Say whether the person has ticked that this browser is to remember them."""
    return "remember" in request.form
