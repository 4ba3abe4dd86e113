"""Tables of scores: of the organisation, of its groups, of what goes with the wish to stay, and
beside what the organisation says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from portal.disclosure.cells import Cell
from portal.reports import words
from portal.reports.assessed import Assessed
from portal.reports.edition import Edition
from portal.reports.lines import Line, lines, titled
from portal.reports.ranks import Ranks, ordinal, ranks
from portal.reports.table import Column, Table, Told, Value
from portal.reports.told import Pair, band, base, change, told
from portal.reports.verdicts import Place
from portal.survey import scoring
from portal.survey.questionnaire import Band, Score

SCALE = (
    "A score is the mean over people, from 0 (worst) to 100 (best), also where the statements"
    " describe problems."
)
NO_CAUSE = (
    "This is a link, not a cause: raising one may not raise the other, and what nobody lacks"
    " cannot show here."
)


def scores(pair: Pair) -> Table:
    """Return the scores beside the round before, the region and England."""
    columns = (
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        Column("own", "Score", "figure"),
        Column("band", "Band"),
        Column("change", f"Since {pair.last}" if pair.before else "Change", "figure"),
        Column("last", pair.last, "figure"),
        Column("region", pair.now.region or "Region", "figure"),
        Column("england", "England", "figure"),
        Column("answers", "Answers", "figure"),
    )
    rows = tuple(_score(pair, line) for line in lines(pair.now, pair.before))
    return Table("scores", "Scores", columns, rows, (SCALE,))


def _score(pair: Pair, line: Line) -> tuple[Value, ...]:
    last = told(line.last) if line.last else pair.then(line.score.id)
    return (
        *(line.score.id, line.numbered, told(line.own), band(line.band)),
        *(change(line), last, told(line.region), told(line.nation), base(line.own)),
    )


def groups(now: Edition) -> Table:
    """Return the scores of the groups of each split."""
    columns = (
        Column("split", "Question", "id"),
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        Column("group", "Group", "id"),
        Column("group_label", "Group", "label"),
        Column("own", "Score", "figure"),
        Column("band", "Band"),
        Column("people", "People in the group", "figure"),
    )
    rows = tuple(row for split in now.questionnaire.breakdowns for row in _split(now, split))
    return Table("groups", "Groups", columns, rows, (SCALE,))


def _split(now: Edition, split: str) -> Iterator[tuple[Value, ...]]:
    for score in now.questionnaire.scores:
        for group in now.groups(split):
            own = now.own(score.id, split=split, group=group)
            size = now.own(split, "size", split=split, group=group)
            yield (
                *(split, score.id, _title(score)),
                *(" ".join(group), words.group(now.questionnaire, split, group)),
                *(told(own), band(_band(now, own)), base(size)),
            )


def places(now: Edition) -> Table:
    """Return the places among others, each with how far chance could move it."""
    columns = (
        Column("where", "Among the organisations of"),
        Column("place", "Place", "figure"),
        Column("of", "Organisations", "number"),
        Column("first", "By chance as high as", "number"),
        Column("last", "By chance as low as", "number"),
    )
    told = ranks(now) or Ranks((), ())
    rows = tuple(
        (
            *(rank.where, Told(_place(rank.place), rank.place.at)),
            *(rank.place.of, rank.place.first, rank.place.last),
        )
        for rank in told.ranks
    )
    return Table("places", "Among other organisations", columns, rows, told.notes)


def _place(place: Place) -> str:
    return f"{ordinal(place.at)}{' equal' * (place.equals > 1)}"


def links(now: Edition) -> Table:
    """Return what goes with the wish to stay: of the organisation, or else of its region, or
    England."""
    columns = (
        Column("whose", "Whose answers"),
        Column("score", "Score", "id"),
        Column("score_label", "Standard or area", "label"),
        Column("link", "Link", "figure"),
    )
    titles = {score.id: _title(score) for score in now.questionnaire.scores}
    closest = now.of("organisation", "linked")
    closest = closest or now.of("region", "linked") or now.of("nation", "linked")
    closest.sort(key=lambda cell: (-cell.figure.value, titles[cell.about]))
    rows = tuple(
        (
            now.name if cell.level == "organisation" else cell.name,
            *(cell.about, titles[cell.about], told(cell)),
        )
        for cell in closest
    )
    return Table("links", "Linked with the wish to stay", columns, rows, (NO_CAUSE,))


def assessed(own: Assessed) -> Table:
    """Return what the organisation says of itself beside the scores."""
    columns = (
        Column("score", "Score", "id"),
        Column("score_label", "Standard", "label"),
        Column("fully", "Fully met", "number"),
        Column("partly", "Partly met", "number"),
        Column("not_met", "Not met", "number"),
        Column("open", "Open", "number"),
        Column("met", "Met", "figure"),
        Column("own", "Score", "figure"),
        Column("band", "Band"),
        Column("apart", "Apart", "figure"),
    )
    rows = tuple(
        (
            *(row.line.score.id, row.line.numbered),
            *(row.marks.fully, row.marks.partly, row.marks.not_met, row.marks.open),
            *(row.met, told(row.line.own), band(row.line.band), row.apart),
        )
        for row in own.rows
    )
    notes = (own.source, *(f"{sentence}." for sentence in own.furthest), *own.notes)
    return Table("self_assessment", "Self-assessment beside practitioners", columns, rows, notes)


def _band(now: Edition, own: Cell | None) -> Band | None:
    return scoring.band(now.questionnaire, Fraction(own.figure.value)) if own else None


def _title(score: Score) -> str:
    return f"{score.standard}. {titled(score)}" if score.standard else titled(score)
