"""What an organisation is told of what its people are: shares of enough people, and no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.disclosure import crossing, facts
from portal.disclosure.facts import UNSTATED, Share
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import page, parsed, question

YEARS = ("few", "some", "many")
DUTIES = ("court", "duty", "students")


def asked(type_: str, options: tuple[str, ...]) -> Questionnaire:
    listed = ", ".join(f"{option}: The {option}" for option in options)
    keys = f"id: fact\ntype: {type_}\nlabel: What are you?\nfact: true\noptions: {{{listed}}}"
    return parsed(page(question(keys)), kind="anonymous")


ONE, SEVERAL = asked("choice", YEARS), asked("choices", DUTIES)


def told(questionnaire: Questionnaire, *people: object, slips: int = 0, k: int = 10) -> list[Share]:
    """Of one organisation; the last so many answered by a slip."""
    answered = [(("north",), {"fact": person} if person else {}) for person in people]
    invited = [number < len(people) - slips for number in range(len(people))]
    return facts.shares(questionnaire, answered, invited, k)


def shown(*arguments: object, **named: int) -> dict[str, int]:
    shares = told(*arguments, **named)  # type: ignore[arg-type]
    return {" ".join(share.options): share.percent for share in shares}


@pytest.mark.parametrize(
    ("people", "shares"),
    [
        (["few"] * 30 + ["some"] * 30 + ["many"] * 40, {"few": 30, "some": 30, "many": 40}),
        (["few"] * 30 + ["some"] * 9 + ["many"] * 31, {"few some": 56, "many": 44}),
        (["few"] * 30 + ["some"] * 9 + [None], {"few": 75, "some -": 25}),
        ([None] * 10 + ["many"] * 30, {"many": 75, "-": 25}),
        (["few"] * 30 + ["some"] * 9, {}),
        (["few"] * 19, {}),
        (["few"] * 990 + ["some"] * 10, {"few": 98, "some": 2}),
        ([], {}),
    ],
)  # fmt: skip
def test_answers_of_too_few_are_told_together_with_others(
    people: list[object], shares: dict[str, int]
) -> None:
    assert shown(ONE, *people) == shares


def test_slips_make_no_answer_one_of_enough() -> None:
    assert shown(ONE, *["few"] * 20, *["some"] * 15, slips=15) == {}
    assert shown(ONE, *["few"] * 20, *["some"] * 19, slips=9) == {"few": 51, "some": 49}


def test_of_several_answers_each_is_told_that_enough_gave_and_enough_did_not() -> None:
    people = [["court", "duty"]] * 15 + [["court"]] * 75 + [["students"]] * 4 + [None] * 6
    assert shown(SEVERAL, *people) == {"court": 90, "duty": 15}
    assert shown(SEVERAL, *[["court"]] * 6, *[["students"]] * 6, *[["duty"]] * 12) == {
        "duty": 50,
        "court students": 50,
    }


def test_organisations_are_told_apart_and_those_without_a_name_together() -> None:
    answered = [
        ((name,), {"fact": year})
        for name in ("north", None)
        for year in ("few",) * 10 + ("many",) * 10
    ]
    shares = facts.shares(ONE, answered, [True] * 40, 10)
    assert {(share.organisation, share.options) for share in shares} == {
        ("north", ("few",)),
        ("north", ("many",)),
        (None, ("few",)),
        (None, ("many",)),
    }


KEPT = [
    *[("north", "adults", "worker")] * 20,
    *[("north", "adults", "lead")] * 12,
    *[("north", "children", None)] * 14,
]
"""The last fourteen, of whom three are leads, lost their role: it stands in no response."""
OF_WORKERS = [
    *["few", "many"] * 10,
    *[None] * 12,
    *["few"] * 6,
    *["many"] * 5,
    *[None] * 3,
]


def leads_among_the_blanked() -> int | None:
    """What somebody reckons who has the responses, and knows that workers alone are asked."""
    answered = [
        (kept, {"fact": said} if said else {}) for kept, said in zip(KEPT, OF_WORKERS, strict=True)
    ]
    shares = facts.shares(ONE, answered, [True] * len(KEPT), 10)
    unasked = [share.percent for share in shares if share.options == (UNSTATED,)]
    seen = sum(role == "lead" for _, _, role in KEPT)
    return round(unasked[0] * len(KEPT) / 100) - seen if unasked else None


def test_what_one_role_is_asked_does_not_tell_a_role_that_was_blanked() -> None:
    assert leads_among_the_blanked() is None


def test_without_looking_at_the_responses_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crossing, "tells_of_few", lambda groups, cells, size: False)
    assert leads_among_the_blanked() == 3


def test_a_fact_that_the_breakdowns_do_not_tell_is_told_beside_them() -> None:
    said = ["few", "many"] * (len(KEPT) // 2)
    answered = [(kept, {"fact": answer}) for kept, answer in zip(KEPT, said, strict=True)]
    shares = facts.shares(ONE, answered, [True] * len(KEPT), 10)
    assert {share.options: share.percent for share in shares} == {("few",): 50, ("many",): 50}


PERSON = st.tuples(st.sampled_from(["north", "south"]), st.booleans())
CHOSEN = st.sampled_from([None, *YEARS, "few", "few"])
TICKED = st.one_of(st.none(), st.lists(st.sampled_from(DUTIES), unique=True, min_size=1))


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(PERSON, CHOSEN, TICKED), max_size=150), st.integers(2, 12))
def test_every_share_is_of_enough_and_leaves_enough(
    people: list[tuple[tuple[str, bool], str | None, list[str] | None]], k: int
) -> None:
    invited = [by_email for (_, by_email), _, _ in people]
    for questionnaire, place in ((ONE, 1), (SEVERAL, 2)):
        answered = [
            ((each[0][0],), {"fact": each[place]} if each[place] else {}) for each in people
        ]
        for share in facts.shares(questionnaire, answered, invited, k):
            own = [
                bool(set(share.options) & {*_list(answers.get("fact"))})
                for ((name,), answers), by_email in zip(answered, invited, strict=True)
                if name == share.organisation and by_email
            ]
            assert k <= sum(own) <= len(own) - k
            assert 0 < share.percent < 100


def _list(answer: object) -> list[object]:
    return answer if isinstance(answer, list) else [answer or UNSTATED]
