"""All that one organisation is told of a counted round, and what one of its groups is told."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, render_template

from portal.calendar.london import day_in_words
from portal.errors import NotFound
from portal.reports import trend, words
from portal.reports.assessed import Assessment
from portal.reports.detail import Detail, detail
from portal.reports.edition import Edition
from portal.reports.extract import extract
from portal.reports.quotes import AS_READ
from portal.reports.vocabulary import NOTE
from portal.services.comments import published
from portal.services.reports import editions, statements
from portal.web import access

blueprint = Blueprint("detail", __name__, url_prefix="/rounds/<round_code>/<organisation>/report")


@blueprint.get("/detail")
@access.report
def page(**_: str) -> str:
    quotes = published.of_organisation(access.this_round(), access.this_employer().code)
    report = detail(_editions(), _assessment(), quotes)
    areas = [section.line.score for section in report.sections if not section.line.score.standard]
    return render_template(
        "staff/reports/detail/page.html",
        report=report,
        contents=list(_contents(report)),
        first_area=areas[0] if areas else None,
        base=words.base,
        as_read=AS_READ,
        why_these_words=NOTE,
        how_they_came=words.ways(report.edition),
        not_shown=words.NOT_SHOWN,
        rounding=words.ROUNDING,
        why_not_shown=words.WHY_NOT_SHOWN,
        y=trend.y,
        width=trend.WIDTH,
        height=trend.HEIGHT,
        **_days(report.edition),
    )


@blueprint.get("/group/<split>/<int:number>")
@access.report
def group(split: str, number: int, **_: str) -> str:
    edition = _editions()[0]
    told = extract(edition, split, number)
    if told is None:
        raise NotFound(f"There is no such group to be shown of {edition.name}.")
    return render_template(
        "staff/reports/detail/group.html",
        extract=told,
        why_not_shown=words.WHY_NOT_SHOWN,
        **_days(edition),
    )


def _editions() -> tuple[Edition, ...]:
    return editions.every(access.this_round(), access.this_employer())


def _assessment() -> Assessment | None:
    return statements.assessment(access.this_round(), access.this_employer())


def _days(edition: Edition) -> dict[str, str]:
    return {"opened": day_in_words(edition.opened), "closed": day_in_words(edition.closed)}


def _contents(report: Detail) -> Iterator[tuple[str, str]]:
    """List the parts of the page that there are, by their anchors."""
    yield "response", "Response"
    yield from ((f"score-{part.line.score.id}", part.line.numbered) for part in report.sections)
    if report.others:
        yield "others", "Other questions"
    yield from ((f"split-{split.id}", split.title) for split in report.splits)
    if report.trend:
        yield "trend", "Trend"
    if report.linked:
        yield "linked", "Linked with the wish to stay"
    if report.vocabularies:
        yield "words", "Words"
    if report.assessed:
        yield "assessed", "Self-assessment beside practitioners"
    if report.people:
        yield "people", "Who answered"
    if report.comments:
        yield "comments", "Other comments"
    if report.sections:
        yield "reading", "How to read this"
