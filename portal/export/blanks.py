"""Why a response has nothing in a column: asked and left open, not asked, or withheld.

All of it is worked out from what stands in the response, so that a reason tells nothing that the
response itself does not. Where an answer may be one that the count left out, so may be all that was
asked because of it: that is withheld, whether it was asked or not. Who skipped a breakdown is among
those of whom it is withheld. Free text is kept apart, and what was asked because of one does not
tell whether there was any.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from portal.reports.counted import Reply
from portal.survey import telling
from portal.survey.columns import Column
from portal.survey.conditions import names
from portal.survey.questionnaire import FREE_TEXT, Questionnaire
from portal.survey.route import walk

Blank: TypeAlias = Literal["skipped", "not_asked", "withheld"]
MEANINGS: Mapping[Blank, str] = {
    "skipped": "Asked, not answered",
    "not_asked": "Not asked",
    "withheld": "Withheld",
}
RULES: Mapping[Blank, str] = {
    "skipped": "asked and not answered; of a score: fewer than half of its statements were answered"
    " on its scale",
    "not_asked": "not asked, by the answers in this response",
    "withheld": "withheld, or it would tell what is withheld; or a breakdown that was not answered",
}
INSTEAD = ("unknown", "not_applicable")
"""A box that is ticked instead of giving a number: that is blank and has been answered."""


class Blanks:
    """It knows why columns of a round's responses are blank. What follows from the answers that
    decide who is asked what is worked out once for all responses that share these."""

    def __init__(self, questionnaire: Questionnaire, every: Sequence[Column]) -> None:
        self._questionnaire, self._every = questionnaire, every
        deciding = (*questionnaire.breakdowns, *_deciding(questionnaire))
        items = dict.fromkeys(item for item in deciding if item in questionnaire.items)
        self._keys = [key for item in items for key in questionnaire.items[item].keys]
        self._where_shared = lru_cache(maxsize=1024)(self._reasons)

    def of(self, reply: Reply) -> dict[str, Blank]:
        """Return why each column that is blank is so, by its name. A box that is not ticked says
        no, and is no blank."""
        given, answers = tuple(_fixed(reply.answers.get(key)) for key in self._keys), reply.answers
        return {
            column.name: why
            for column, why in self._where_shared(given)
            if not (
                column.score.id in reply.scores
                if column.score
                else _answered(column, answers) or (reply.organisation and not column.item)
            )
        }

    def _reasons(self, given: tuple[Any, ...]) -> list[tuple[Column, Blank]]:
        """Say why each column is blank in a response with these answers, if it is."""
        answers = {key: _read(each) for key, each in zip(self._keys, given, strict=True) if each}
        shown, kept_back = walk(self._questionnaire, answers).shown, self._withheld(answers)
        reasons = list[tuple[Column, Blank]]()
        for column in self._every:
            items = column.score.items if column.score else [column.item.id] if column.item else []
            if not items or not kept_back.isdisjoint(items):
                reasons.append((column, "withheld"))
            elif shown.isdisjoint(items):
                reasons.append((column, "not_asked"))
            elif not column.flag:
                reasons.append((column, "skipped"))
        return reasons

    def _withheld(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """Return the items of which it is not told whether they were asked."""
        questionnaire = self._questionnaire
        if questionnaire.named:
            return frozenset()
        blank = frozenset(item for item in questionnaire.breakdowns if item not in answers)
        texts = (i.id for i in questionnaire.items.values() if i.question.type in FREE_TEXT)
        because = telling.asked_by(questionnaire, blank)
        return blank | because | telling.asked_by(questionnaire, frozenset(texts))


def _deciding(questionnaire: Questionnaire) -> Iterator[str]:
    """List the items that conditions look at."""
    for page in questionnaire.pages:
        yield from names(page.show_if)
        for question in page.questions:
            yield from names(question.show_if)
            for row in question.rows:
                yield from names(row.show_if)


def _answered(column: Column, answers: Mapping[str, Any]) -> bool:
    boxes = () if column.flag else INSTEAD
    return bool(answers.get(column.name)) or any(answers.get(f"{column.name}__{b}") for b in boxes)


def _fixed(answer: Any) -> Any:
    return tuple(answer) if isinstance(answer, list) else answer


def _read(answer: Any) -> Any:
    return list(answer) if isinstance(answer, tuple) else answer
