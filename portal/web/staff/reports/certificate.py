"""The certificate of a counted round as a document: to print on one page, and in Word."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from portal.calendar.london import day_in_words, in_london, london_day
from portal.errors import Conflict
from portal.reports import certificate
from portal.reports.certificate import Counted, Told
from portal.services.figures.overview import Ending, Overview, side_by_side
from portal.services.reports import publishing
from portal.services.rounds.register import RoundInfo
from portal.web import access, files
from portal.web.desk import desk

blueprint = Blueprint("certificate", __name__, url_prefix="/rounds/<round_code>/certificate")


@blueprint.get("")
@access.allow("administrator")
def page(**_: str) -> str:
    of = _counted()
    return render_template(
        "staff/reports/certificate.html", of=of, parts=certificate.parts(of), printed=_today()
    )


@blueprint.get("/word")
@access.allow("administrator")
def word(**_: str) -> Response:
    from portal.export import word_certificate  # only here: it takes a while to load

    of = _counted()
    body = word_certificate.write(of, _today())
    return files.file(body, "docx", of.code, "certificate")


def _counted() -> Counted:
    """Look up the round's facts; its keys are destroyed by then."""
    round_ = access.this_round()
    overview = side_by_side(round_)
    if not round_.state.over or not overview.certificate:
        raise Conflict(
            f"{round_.title} has no certificate yet: that is the last step of the count."
        )
    return _facts(round_, overview, overview.certificate)


def _facts(round_: RoundInfo, overview: Overview, ending: Ending) -> Counted:
    stands, text = overview.whole.stands, round_.text
    rate, destroyed = stands["rate"], ending.keys_destroyed
    gone = round_.retain_until < london_day(desk().clock())
    return Counted(
        title=round_.title,
        code=round_.code,
        named=round_.named,
        opened=in_london(round_.opens),
        closed=in_london(round_.closes),
        counted=in_london(ending.counted),
        keys_destroyed=day_in_words(destroyed) if destroyed else "",
        kept_until=day_in_words(round_.retain_until),
        gone=gone,
        questionnaire=f"{text.title}, {text.id} version {text.version}",
        fingerprint=ending.questionnaire,
        organisations=tuple(row.name for row in overview.rows),
        submitted=stands["submitted"].said,
        rate=f"{rate.term} {rate.said} ({rate.of})" if rate.said else "",
        threshold=round_.threshold,
        told=None if round_.named or gone else _told(round_),
        kept=ending.kept,
        responses_kept=round_.responses_kept,
        set_aside=ending.set_aside,
        reason=ending.reason,
    )


def _told(round_: RoundInfo) -> Told:
    reports = publishing.every(round_)
    rough = reports.number("some") + reports.number("rough")
    return Told(reports.number("whole"), rough, reports.number("nothing"))


def _today() -> str:
    return day_in_words(london_day(desk().clock()))
