"""The letters of a round: read, previewed as they go out, reworded, given back our words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from portal.calendar.letter_days import Kind, letter_days
from portal.calendar.london import day_in_words
from portal.errors import EditedMeanwhile, NotFound
from portal.services import editing
from portal.services.guiding import switching
from portal.services.letters import texts
from portal.services.letters.outbox import Sender
from portal.services.letters.texts import Text, Worded
from portal.services.rounds.register import RoundInfo
from portal.web import access
from portal.web.desk import desk
from portal.web.forms import ButtonForm, EditForm

blueprint = Blueprint("letters", __name__, url_prefix="/rounds/<round_code>/letters")
Answer = str | Response | tuple[str, int]
TITLES = {
    "invitation": "Invitation",
    "reminder": "Reminder",
    "last day": "Last day",
    "reissue": "New link",
}
WHEN = {
    "invitation": "To everybody who is invited, when the round opens or when they are added. Where"
    " an organisation has published “You said, we did” after last year's round, a sentence above"
    " the link says where it is.",
    "reminder": "At each reminder, to people who have not answered.",
    "last day": "On the last day, to people who have not answered.",
    "reissue": "When somebody's link is replaced. The old link stops working.",
}
TO_STAFF = {
    "sign-in": ("Sign-in link", "To anybody who asks to sign in."),
    "welcome": ("New account", "To somebody who is given an account."),
    "nudge": (
        "Something is missing",
        "To principal social workers whom an administrator chooses, while their list, their letters"
        " or their return are missing, or few have answered; one a day for each round at most.",
    ),
    "disagreeing": ("Database and manifest differ", "To administrators, when that is found."),
    "held": ("A round waits for a process", "To administrators, while a certificate waits."),
    "clock": ("Is the clock right?", "To administrators, while the clock is in doubt."),
    "waiting": (
        "What waits",
        "To administrators and principal social workers, each morning on which something waits or"
        " was decided.",
    ),
}
"""The title of each kind of letter to staff, and whom it goes to."""
NO_DAY = "Not in this round: no day is left for it"
TO_PSWS: dict[str, str] = {
    "planned": "The first morning after it is scheduled: the dates, and what to do by then.",
    "missing": "A week before the opening, where nobody is invited yet.",
    "opens": "The weekday before: a message to send on, and what to tell their IT.",
    "halfway": "Once half of the time is over: how it stands, as far as their page tells it, and"
    " what helps.",
    "closes": "The weekday before the last day, unless a return is submitted.",
    "closed": "After the closing: thanks, and their own numbers. Where their report can be read"
    " at once, the next letter goes in its place.",
    "report": "Once their report can be read: where it is, and thanks.",
    "plan": "A week before something in their plan is due, on the day, and once when it is over;"
    " one a week at most.",
}
"""When each kind of letter goes to PSWs that a round can switch off."""
PIPES = (
    ("greeting", "“Dear” and the name, or “Hello” where there is none"),
    ("name", "the person's name, if the list had one"),
    ("organisation", "the organisation's name"),
    ("round", "the round's title"),
    ("closes", "day and time of the closing"),
    ("minutes", "how long it takes, as the questionnaire says"),
    ("link", "the person's own link; a paragraph of its own"),
    ("promise", "our promise of confidentiality; a paragraph of its own"),
    ("support", "who to ask"),
    ("stop", "the address at which one click ends the letters"),
)


class SwitchForm(EditForm):
    """The form to say which letters go to principal social workers."""

    kinds = SelectMultipleField("Letters that go")


class LetterForm(EditForm):
    """The form to change a letter. ``go``: “preview”, or anything else to save."""

    subject = StringField("Subject", validators=[DataRequired("Give the letter a subject.")])
    body = TextAreaField("Text", validators=[DataRequired("Write the letter.")])
    go = StringField()

    def refused(self, faults: Sequence[str]) -> bool:
        """Tell whether there are faults; each goes to the field that it is about."""
        about_subject = [fault for fault in faults if "subject" in fault.split(",")[0].lower()]
        about_body = [fault for fault in faults if fault not in about_subject]
        self.subject.errors = [" ".join(about_subject)] if about_subject else []
        self.body.errors = [" ".join(about_body)] if about_body else []
        return bool(faults)


@blueprint.route("", methods=["GET", "POST"])
@access.allow("administrator")
def every(round_code: str) -> Answer:
    """List all letters, with the form that switches those to principal social workers."""
    round_ = access.this_round()
    offered = switching.fitting(round_)
    form = SwitchForm(data={"kinds": sorted(offered.keys() - round_.unsent)})
    form.kinds.choices = [SelectChoice(*each) for each in offered.items()]
    form.begun(editing.fingerprint(switching.shown(round_.unsent)))
    if form.validate_on_submit():
        unsent = offered.keys() - set(form.kinds.data or ())
        who, now, seen = access.me().email, desk().clock(), form.seen.data
        try:
            switching.switch(round_code, unsent, who, now, seen=seen)
        except EditedMeanwhile as error:
            form.overtaken(error)
        else:
            flash("Your choice is saved. Letters that have gone out stay as they are.")
            return redirect(url_for(".every", round_code=round_code), code=303)
    html = render_template(
        "staff/rounds/letters/every.html",
        round=round_,
        letters=texts.every(round_code),
        titles=TITLES,
        when=WHEN,
        to_psws=_to_psws(round_),
        to_staff=TO_STAFF,
        asking=ButtonForm(),
        form=form,
        editable=round_.state.living,
    )
    return (html, form.status) if form.is_submitted() else html


@blueprint.route("/<kind>", methods=["GET", "POST"])
@access.allow("administrator")
def one(round_code: str, kind: str) -> Answer:
    """Show a letter as it goes out, with the form to change it; *Preview* shows without saving."""
    kind = kind.replace("-", " ")
    worded = texts.one(round_code, kind)
    form = LetterForm(data={"subject": worded.text.subject, "body": worded.text.body})
    form.begun(editing.fingerprint(texts.in_words(worded.text)))
    if not form.is_submitted():
        return _page(round_code, worded, form, worded.text)
    text = texts.text_of(form.subject.data or "", form.body.data or "")
    if not form.validate() or form.refused(texts.faults(kind, text)):
        return _page(round_code, worded, form, None), 422
    if form.go.data == "preview":
        return _page(round_code, worded, form, text)
    who, now, seen = access.me().email, desk().clock(), form.seen.data
    try:
        texts.write(round_code, kind, text, who, now, seen=seen)
    except EditedMeanwhile as error:
        form.overtaken(error)
        return _page(round_code, texts.one(round_code, kind), form, text), form.status
    flash(f"The letter is saved. “{TITLES[kind]}” goes out in these words from now on.")
    return _to(round_code, kind)


@blueprint.route("/<kind>/restore", methods=["GET", "POST"])
@access.allow("administrator")
def restore(round_code: str, kind: str) -> Answer:
    kind, form = kind.replace("-", " "), EditForm()
    worded = texts.one(round_code, kind)
    form.begun(editing.fingerprint(texts.in_words(worded.text)))
    if form.validate_on_submit():
        who, now, seen = access.me().email, desk().clock(), form.seen.data
        try:
            texts.restore(round_code, kind, who, now, seen=seen)
        except EditedMeanwhile as error:
            form.overtaken(error)
        else:
            flash(f"“{TITLES[kind]}” uses our words again.")
            return _to(round_code, kind)
    round_ = access.this_round()
    if worded.ours or not round_.state.living:
        return _to(round_code, kind)
    html = render_template(
        "staff/rounds/letters/restore.html",
        round=round_,
        title=TITLES[kind],
        worded=worded,
        ours=texts.default(round_code, kind),
        form=form,
    )
    return (html, form.status) if form.is_submitted() else html


@blueprint.post("/<kind>/test")
@access.allow("administrator")
def trial(round_code: str, kind: str) -> Response:
    """Send a letter to whoever asks, and to nobody else, to see how it arrives."""
    kinds = {each.replace(" ", "-"): each for each in (*TITLES, *TO_PSWS, *TO_STAFF)}
    if kind not in kinds:
        raise NotFound(f"There is no letter of the kind “{kind}”.")
    me = access.me()
    texts.send_trial(round_code, kinds[kind], me.id, me.email, desk().clock())
    flash(f"The test goes to {me.email} within a minute. Its subject begins with “Test”.")
    if kinds[kind] in TITLES:
        return _to(round_code, kinds[kind])
    return redirect(url_for(".every", round_code=round_code), code=303)


def _to_psws(round_: RoundInfo) -> list[dict[str, object]]:
    """Say of each letter that can be switched off when it goes, in a round whose days are known on
    which day."""
    table = letter_days(round_.scheduled, round_.opens, round_.closes)
    days: dict[str, str] = {
        each.kind: day_in_words(each.day) for each in table if round_.state.coming
    }
    dated = get_args(Kind) if days else ()
    return [
        {
            "kind": kind,
            "title": title,
            "when": TO_PSWS[kind],
            "day": days.get(kind, NO_DAY if kind in dated else ""),
            "off": kind in round_.unsent,
        }
        for kind, title in switching.fitting(round_).items()
    ]


def _page(round_code: str, worded: Worded, form: LetterForm, text: Text | None) -> str:
    """Show the letter. ``text``: to be previewed; none while it has faults."""
    round_ = access.this_round()
    letter = text and texts.preview(round_code, worded.kind, text, sender())
    return render_template(
        "staff/rounds/letters/one.html",
        round=round_,
        title=TITLES[worded.kind],
        when=WHEN[worded.kind],
        worded=worded,
        form=form,
        letter=letter,
        headers=letter and texts.headers(letter, desk().sender),
        shown=letter and texts.shown(letter),
        editable=round_.state.living,
        saved=text == worded.text,
        pipes=PIPES,
        trial=ButtonForm(),
    )


def sender() -> Sender:
    """What letters say of this installation."""
    return Sender(desk().base_url, desk().support)


def _to(round_code: str, kind: str) -> Response:
    return redirect(url_for(".one", round_code=round_code, kind=kind.replace(" ", "-")), code=303)
