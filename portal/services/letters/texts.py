"""A round's letters have our own words, unless its administrators have written others."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from portal.calendar.london import in_london
from portal.calendar.state import LIVING
from portal.errors import NotFound, Refused
from portal.post import wording
from portal.post.letters import Facts, Letter, message
from portal.post.wording import KINDS, Kind
from portal.post.wording import Text as Text
from portal.services import audit, editing
from portal.services.letters import notices
from portal.services.letters.outbox import Sender, said_last_year
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.letters import Wording, voucher
from portal.store.organisations import Organisation
from portal.store.rounds import Participation

SAMPLE = "A" * 22
"""It stands in a preview for the secret part of a link."""
TRIAL_PAGE = "/test-letter"
"""The links of a letter that is a trial lead there."""
_STYLES = re.compile(r' style="[^"]*"')


@dataclass(frozen=True, slots=True)
class Worded:
    """It is a letter's text; ``ours``: nobody has changed it."""

    kind: Kind
    text: Text
    ours: bool


def every(round_code: str) -> list[Worded]:
    """Return all kinds of letters of a round, as they would go out now. Raises ``NotFound``."""
    round_ = rounds.by_code(round_code)
    return [_worded(round_, kind) for kind in KINDS]


def one(round_code: str, kind: str) -> Worded:
    """Return one kind of them. Raises ``NotFound``."""
    return _worded(rounds.by_code(round_code), _kind(kind))


def default(round_code: str, kind: str) -> Text:
    """Return our own words. Raises ``NotFound``."""
    return wording.defaults(_kind(kind), rounds.by_code(round_code).audience)


def in_words(text: Text) -> dict[str, str]:
    """Name what can be changed of a letter."""
    return {"subject": text.subject, "text": text.body}


def faults(kind: str, text: Text) -> list[str]:
    """Say why these words cannot be a letter of this kind, a sentence each. Raises ``NotFound``."""
    return wording.faults(text.subject, text.body, _kind(kind))


def write(
    round_code: str, kind: str, text: Text, who: str, now: datetime, *, seen: str | None = None
) -> None:
    """Use these words from the next letter on. ``seen``: of ``in_words``, as of ``editing``.

    Raises ``EditedMeanwhile``, and ``Refused`` with every fault, a line each: a letter without its
    link, or without the promise, is none.
    """
    if wrong := faults(kind, text):
        raise Refused("\n".join(wrong))
    with db.writing():
        round_ = rounds.in_one_of(round_code, LIVING, "given other letters")
        editing.check(seen, in_words(_worded(round_, _kind(kind)).text), "letter")
        _forget(round_, kind)
        if text != default(round_code, kind):
            Wording.create(round=round_.id, kind=kind, subject=text.subject, body=text.body)
        audit.note(who, f"changed the {kind} letter of round {round_code}", now)


def restore(
    round_code: str, kind: str, who: str, now: datetime, *, seen: str | None = None
) -> None:
    """Go back to our own words. ``seen``, and what it raises, as of ``write``."""
    with db.writing():
        round_ = rounds.in_one_of(round_code, LIVING, "given other letters")
        editing.check(seen, in_words(_worded(round_, _kind(kind)).text), "letter")
        _forget(round_, _kind(kind))
        audit.note(who, f"took our own words for the {kind} letter of round {round_code}", now)


def preview(round_code: str, kind: str, text: Text, sender: Sender) -> Letter:
    """Compose a letter of this kind as it would go to somebody of the round's first organisation.
    ``text`` must be without faults."""
    round_ = rounds.by_code(round_code)
    return _sample(round_, kind, text, _first_organisation(round_), sender)


def of_organisation(round_code: str, organisation: str, sender: Sender) -> dict[Kind, Letter]:
    """Compose every kind of letter as it would go to somebody of this organisation."""
    round_, theirs = rounds.by_code(round_code), Organisation.get_by_id(organisation)
    psw = voucher(organisation)
    return {
        each.kind: _sample(round_, each.kind, each.text, theirs, sender, psw=psw)
        for each in every(round_code)
    }


def trial(round_code: str, kind: str, sender: Sender) -> Letter:
    """Compose a letter of this kind, in its words as they are saved, whose links lead to the page
    about letters that are a trial. Raises ``NotFound``."""
    round_, text = rounds.by_code(round_code), one(round_code, kind).text
    return _sample(round_, kind, text, _first_organisation(round_), sender, trial=True)


def send_trial(round_code: str, kind: str, staff_id: bytes, who: str, now: datetime) -> None:
    """Have a letter of this kind sent to somebody of staff, and to nobody else. Raises
    ``NotFound``."""
    with db.writing():
        round_ = rounds.by_code(round_code)
        notices.put_trial_in_hand(staff_id, kind, round_.id)
        audit.note(who, f"had a test of the {kind} letter of round {round_code} sent", now)


def headers(letter: Letter, sender: str) -> dict[str, str]:
    """Return those that a mail program shows, as the letter has them. ``sender``: whom the
    installation sends as; nothing where whoever delivers its letters decides that."""
    made = message(letter, sender or "nobody@example.org")
    shown = {name: str(made[name]) for name in ("From", "Reply-To", "To", "Subject") if made[name]}
    if not sender:
        shown.pop("Reply-To", None)
        shown["From"] = "as it is set in GOV.UK Notify"
    return shown


def text_of(subject: str, body: str) -> Text:
    """Make a text of what a browser's form sends."""
    return Text(subject.strip(), body.replace("\r\n", "\n").strip())


def shown(letter: Letter) -> Markup:
    """Return a letter's words as HTML, without the frame and style that mail programs need."""
    body = letter.html.partition("<div")[2].partition(">")[2].rpartition("</div>")[0]
    return Markup(_STYLES.sub("", body))  # noqa: S704 - as ``frame`` made it; names hold no “"”


def _kind(text: str) -> Kind:
    for kind in KINDS:
        if kind == text:
            return kind
    raise NotFound(f"There is no letter of the kind “{text}”.")


def _worded(round_: RoundInfo, kind: Kind) -> Worded:
    row = Wording.get_or_none((Wording.round == round_.id) & (Wording.kind == kind))
    if row is None:
        return Worded(kind, wording.defaults(kind, round_.audience), ours=True)
    return Worded(kind, Text(row.subject, row.body), ours=False)


def _forget(round_: RoundInfo, kind: str) -> None:
    Wording.delete().where((Wording.round == round_.id) & (Wording.kind == kind)).execute()


def _sample(
    round_: RoundInfo,
    kind: str,
    text: Text,
    theirs: Organisation | None,
    sender: Sender,
    *,
    trial: bool = False,
    psw: str | None = None,
) -> Letter:
    """Write to somebody who does not exist, with links that lead nowhere, or, of a ``trial``, to
    the page about it. ``psw``: who vouches for it, if that is known already."""
    name = theirs.name if theirs else "Your organisation"
    page = f"{sender.base_url}{TRIAL_PAGE}"
    facts = Facts(
        to="someone@example.org",
        name="Sam Example",
        organisation=name,
        round=round_.title,
        closes=in_london(round_.closes),
        minutes=round_.text.minutes,
        link=page if trial else f"{sender.base_url}/i/{SAMPLE}",
        stop=page if trial else f"{sender.base_url}/stop/{SAMPLE}",
        support=sender.support,
        psw=psw if psw is not None else voucher(theirs.code) if theirs else "",
        said=_said(round_, kind, theirs, sender),
    )
    letter = wording.render(text, facts, round_.audience)
    return replace(letter, via=name, reply_to=theirs.reply_to if theirs else "")


def _said(round_: RoundInfo, kind: str, theirs: Organisation | None, sender: Sender) -> str:
    """Return where an invitation says that it is told what was done after last year's round, if
    that is told."""
    path = said_last_year(round_, theirs.code) if theirs and kind == "invitation" else ""
    return path and f"{sender.base_url}{path}"


def _first_organisation(round_: RoundInfo) -> Organisation | None:
    first: Organisation | None = (
        Organisation.select()
        .join(Participation, on=(Participation.organisation == Organisation.code))
        .where(Participation.round == round_.id)
        .order_by(Organisation.name)
        .first()
    )
    return first
