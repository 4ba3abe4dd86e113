"""An anonymous questionnaire says of each question that has no points whether its answers tell what
a person is (a fact), or thinks. A breakdown is a fact of its own kind, and need not say so."""

from __future__ import annotations

from portal.survey.file.schema import FrontMatter
from portal.survey.questionnaire import Question

NUMBERS = ("number", "numbers")
KINDS = ("choice", "choices", *NUMBERS)


def unsaid(question: Question, front: FrontMatter) -> str:
    """Return what the author is to say, and has not; else nothing."""
    if question.fact is not None or _why_none(question, front):
        return ""
    return (
        f"`{question.id}` has no points, so say `fact: true` if it asks what a person is, such as"
        " time in post (it is tallied then, and in no single response), or `fact: false` if it asks"
        " for a view"
    )


def wrong(question: Question, front: FrontMatter) -> str:
    """Return why what the author says cannot be; else nothing."""
    if question.fact is None:
        return ""
    if why := _why_none(question, front):
        return f"`fact` would do nothing here: {why}; leave it out"
    if question.fact and question.type in NUMBERS:
        return "a fact is tallied by its options; ask for ranges, with a `choice`"
    if question.fact and any(option.specify for option in question.options):
        return "what is written beside a fact is kept nowhere; leave `specify` out"
    return ""


def _why_none(question: Question, front: FrontMatter) -> str:
    if front.kind == "return":
        return "a return is kept whole"
    if question.id in front.breakdowns:
        return "a breakdown is known to be a fact"
    if question.scale or any(option.points is not None for option in question.options):
        return "a question with a scale or points asks for a view"
    return "" if question.type in KINDS else f"a `{question.type}` is no fact"
