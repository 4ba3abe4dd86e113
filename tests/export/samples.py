"""A questionnaire with something of everything, for what exports make of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from portal.reports.counted import Counted, Remark, Reply, Tally
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import page, parsed, question

SCALES = (
    "{agreement: {low: {label: Low, points: 0}, na: N/A,"
    " high: {label: '> *High*', points: 2.50, favourable: true}}}"
)
ANSWERS: dict[str, object] = {
    "role": "other",
    "tools": ["a", "b"],
    "heard": "high",
    "leads": "2.5",
    "leads__estimate": "yes",
    "day": "2026-03-31",
}
REPLIES = [Reply("northshire", ANSWERS, {"support": "2/3"}), Reply("", {}, {})]
"""One person who has answered all, and one who has answered nothing."""
TEXTS = [
    'She said "no", twice',
    "one\ntwo\n\nthree",
    "🙂👩‍👩‍👧, and more",
    "שלום \u202eעולם",
    "=1+1",
    "@SUM(A1)",
    "https://example.org",
    "a,b;c\td",
    "<b>{{organisation}}</b>",
    "line\u2028separator",
    "_x0041_",
    "  spaces round  ",
    "012",
    "'",
]


@lru_cache
def sample() -> Questionnaire:
    return parsed(
        page(
            question(
                "id: role\ntype: choice\nlabel: Role\noptions:"
                " {worker: Worker, other: {label: Other, specify: true}}"
            ),
            question("id: tools\ntype: choices\nlabel: Tools\noptions: {a: A, b: B}"),
            question("id: items\ntype: grid\nscale: agreement\nlabel: I\nrows: {heard: Heard}"),
            question(
                "id: team\ntype: numbers\nlabel: T\nunit: posts\nestimate: true\nunknown: true\n"
                "rows: {leads: '1. Leads'}"
            ),
            question("id: day\ntype: date\nlabel: Day"),
            question("id: three\ntype: words\nlabel: Words"),
            question("id: why\ntype: comment\nlabel: Why?"),
        ),
        scales=SCALES,
        scores="{support: {title: Support, items: [heard], reversed: [heard]}}",
    )


def counted(
    replies: Sequence[Reply] = REPLIES,
    remarks: Sequence[Remark] = (),
    tallies: Sequence[Tally] = (),
) -> Counted:
    return Counted(sample(), replies, remarks, tallies)
