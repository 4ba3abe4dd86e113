"""One size for a round: whatever a person may enter, at two bytes a character, fits into it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from portal.services.answering import casting
from portal.services.answering import envelope as envelopes
from portal.services.answering.envelope import Envelope, Submission
from portal.survey import scoring
from portal.survey.conditions import Answer
from portal.survey.fields import READERS
from portal.survey.packing import NAME_LENGTH, STEP, capacity, pack, room, unpack
from portal.survey.questionnaire import Item, Questionnaire
from portal.vault.sealing import TooLong, pad
from tests.survey.factories import page, parsed, question

PUBLIC = X25519PrivateKey.generate().public_key().public_bytes_raw()
CHARACTERS = ["x", "é", '"', "\\", "ÿ", "߿", "x\n"]
"""Each takes up to two bytes in UTF-8, or two as JSON escapes it."""
LONG = "a" * 55
SCALES = (
    "{fine: {low: {label: Low, points: '-0.000001'},"
    " high: {label: High, points: '999999999999.999999'}}}"
)
WIDE = "decimals: 6\nestimate: true\nunknown: true\nnot_applicable: true"
KINDS = {
    "choice": "options: {a: A, b: {label: B, specify: true}}",
    "choices": "options: {a: A, b: {label: B, specify: true}}",
    "number": WIDE,
    "text": "max: 900",
    "comment": "max: 1500",
    "words": "count: 10",
    "date": "",
    "email": "",
    "phone": "",
}


def ordinary() -> Questionnaire:
    """Every type; ids that are also the names of what stands beside the answers."""
    names = ("answers", "saved", "warned", "scores", "pages", "ticket", "origin", "q1", "q2")
    blocks = (
        question(f"id: {name}\ntype: {kind}\nlabel: Label\n{keys}")
        for name, (kind, keys) in zip(reversed(names), KINDS.items(), strict=True)
    )
    return parsed(page(*blocks))


def many(kind: str) -> Questionnaire:
    """Each on a page of its own."""
    block = f"type: {kind}\nlabel: Label"
    ids = [f"{LONG}{n}" for n in range(40)]
    return parsed("\n".join(page(question(f"id: e{i}\n{block}"), page_id=i) for i in ids))


def many_checks() -> Questionnaire:
    checks = "".join(f"- {{n: {{at_most: {n}}}, message: M}}\n" for n in range(60))
    block = f"```page\nchecks:\n{checks}```\n"
    return parsed(page(block, question(f"id: n\ntype: number\nlabel: N\n{WIDE}"), page_id=LONG))


def many_scores() -> Questionnaire:
    rows = {f"r{n}": f"Row {n}" for n in range(7)}
    grid = f"id: g\ntype: grid\nscale: fine\nlabel: G\nrows: {json.dumps(rows)}"
    scores = {f"s{n}": {"title": "T", "items": list(rows)} for n in range(400)}
    return parsed(page(question(grid)), scales=SCALES, scores=json.dumps(scores))


@lru_cache
def shapes(kind: str) -> list[Questionnaire]:
    several = [ordinary(), many("email"), many("phone"), many_checks(), many_scores()]
    return [replace(each, kind=kind) for each in several]


def typed(item: Item, character: str) -> list[str]:
    """As much as the item takes, of one character where it takes any."""
    match item.question.type:
        case "choice" | "choices" | "grid":
            return [item.question.options[-1].id]
        case "number" | "numbers":
            return ["-" + "9" * 15 + ".999999"]
        case "words":
            return [character.strip() * 40] * 10
        case "email":
            return ["é" * 64 + "@" + "é" * 185 + ".ëë"]
        case "phone":
            return ["+" + "0" * 30]
        case _:
            return [(character * item.question.length)[: item.question.length]]


def fullest(item: Item, character: str) -> dict[str, Answer]:
    """What the reader makes of a form in which the item takes all that it can."""
    if item.question.type == "date":
        return {item.id: "2026-12-31"}
    fields = {name: ["yes"] for name in item.field_names} | {item.field: typed(item, character)}
    for flag in ("unknown", "not_applicable"):
        fields.pop(f"{item.field}__{flag}", None)
    if f"{item.field}__other" in fields:
        fields[f"{item.field}__other"] = [character.strip() * 200]
    return READERS[item.question.type](item, fields)


def envelope(questionnaire: Questionnaire, answers: dict[str, Answer]) -> Envelope:
    """The largest that can stand round these answers; those of a return were submitted, too."""
    named = questionnaire.named
    return Envelope(
        ticket=bytes(32),
        organisation="o" * 40,
        organisation_name='"' * 120,
        origin="invitation",
        answers=answers,
        saved=tuple(each.id for each in questionnaire.pages),
        warned=tuple(f"{p.id}.{n}" for p in questionnaire.pages for n, _ in enumerate(p.checks)),
        names={each.id: "é" * NAME_LENGTH for each in questionnaire.pages} if named else {},
        submitted=Submission(date.max, "f" * 8, answers) if named else None,
    )


@pytest.mark.parametrize("kind", ["anonymous", "return"])
@pytest.mark.parametrize("character", CHARACTERS)
@pytest.mark.parametrize("shape", range(5))
def test_all_that_can_be_entered_at_two_bytes_a_character_fits(
    shape: int, character: str, kind: str
) -> None:
    """In a return twice: corrected from top to bottom after it was submitted."""
    questionnaire = shapes(kind)[shape]
    answers: dict[str, Answer] = {}
    for item in questionnaire.items.values():
        answers |= fullest(item, character)
    size, held = capacity(questionnaire), envelope(questionnaire, answers)
    scores = scoring.scores(questionnaire, answers)

    assert len(pack(answers)) <= room(questionnaire)
    pad(pack(envelopes.plain(held)), size)
    of_round: Any = SimpleNamespace(id=bytes(16), public_key=PUBLIC, size=size)
    casting.sealed(of_round, questionnaire, answers, scores, held.organisation, held.origin)


def test_longer_characters_may_not_fit_and_then_it_is_said() -> None:
    questionnaire = shapes("anonymous")[0]
    answers: dict[str, Answer] = {}
    for item in questionnaire.items.values():
        if item.question.type in ("comment", "text"):
            answers[item.id] = "🙂" * item.question.length

    with pytest.raises(TooLong):
        pad(pack(envelopes.plain(envelope(questionnaire, answers))), capacity(questionnaire))


def test_sizes_come_in_steps_and_grow_with_the_questionnaire() -> None:
    comment = "id: c\ntype: comment\nlabel: C\nmax:"
    sizes = [capacity(parsed(page(question(f"{comment} {n}")))) for n in (1, 1000, 4000)]

    assert all(size % STEP == 0 for size in sizes)
    assert sizes == sorted(set(sizes))


@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])),
        st.text(st.characters(exclude_categories=["Cs"])) | st.lists(st.sampled_from("ab")),
    )
)
def test_what_is_packed_comes_out_the_same(value: dict[str, Answer]) -> None:
    assert unpack(pack(value)) == value


def test_the_order_in_which_answers_were_given_does_not_show() -> None:
    assert pack({"b": "1", "a": "2"}) == pack({"a": "2", "b": "1"})
