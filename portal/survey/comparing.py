"""Two versions of a questionnaire are compared: which items can be, and what has changed.

The rule, as of ``docs/questionnaires.md``: answers to two items are comparable if the items have
one id, one type, and the same options with the same points; and one wording, unless the later one
says with ``same_as`` that only a slip of the pen was put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from portal.survey.conditions import Condition
from portal.survey.questionnaire import Item, Questionnaire

Kind: TypeAlias = Literal["same", "corrected", "reworded", "different", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Fate:
    """This is what has become of an item. ``before`` is none of an added one, ``after`` of a
    removed one. ``reasons`` say why answers are no longer of one kind; ``asked_of_others`` that
    other people are asked than before, so that the bases differ."""

    id: str
    kind: Kind
    before: Item | None
    after: Item | None
    reasons: tuple[str, ...] = ()
    asked_of_others: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """``fates`` stand in the order of the later questionnaire; what was removed comes last."""

    before: Questionnaire
    after: Questionnaire
    fates: tuple[Fate, ...]

    def only(self, *kinds: Kind) -> list[Fate]:
        return [fate for fate in self.fates if fate.kind in kinds]


def compare(before: Questionnaire, after: Questionnaire) -> Comparison:
    """Compare item by item. Where the ids differ nothing is comparable: all is removed and
    added."""
    earlier = before.items if before.id == after.id else {}
    old, new = _askings(before), _askings(after)
    fates = [
        _fate(earlier.get(id), item, before.version, asked_of_others=old.get(id) != new[id])
        for id, item in after.items.items()
    ]
    removed = [
        Fate(id, "removed", item, None)
        for id, item in before.items.items()
        if not (id in earlier and id in after.items)
    ]
    return Comparison(before, after, (*fates, *removed))


def _fate(before: Item | None, after: Item, version: str, *, asked_of_others: bool) -> Fate:
    if before is None:
        return Fate(after.id, "added", None, after)
    reasons = _reasons(before, after)
    kind: Kind = "different" if reasons else _by_wording(before, after, version)
    return Fate(after.id, kind, before, after, reasons, asked_of_others)


def _by_wording(before: Item, after: Item, version: str) -> Kind:
    """``same_as`` of a row speaks for the row as it is read; that of a question for all but the
    rows' own labels. A hint is help, and may be improved."""
    if _words(before) == _words(after):
        return "same"
    row_says = after.row is not None and after.row.same_as == version
    question_says = after.question.same_as == version and before.label == after.label
    whole_says = after.row is None and after.question.same_as == version
    return "corrected" if row_says or question_says or whole_says else "reworded"


def _words(item: Item) -> tuple[str, ...]:
    options = (option.label for option in item.question.options)
    return (item.label, item.question.label, *options)


def _reasons(before: Item, after: Item) -> tuple[str, ...]:
    old, new = before.question, after.question
    if old.type != new.type:
        return (f"it was of type “{old.type}” and is now of type “{new.type}”",)
    differing = {
        "the options are not the same": _options(before) != _options(after),
        "the options score differently": _points(before) != _points(after),
        "other options count as agreeing": _favourable(before) != _favourable(after),
        "another number of options may be chosen": old.most != new.most,
        "another number of words is asked for": old.count != new.count,
        "the number has another unit": old.unit != new.unit,
    }
    return tuple(reason for reason, differs in differing.items() if differs)


def _options(item: Item) -> set[str]:
    return {option.id for option in item.question.options}


def _points(item: Item) -> dict[str, object]:
    """Return the points of the options that score."""
    scoring = (option for option in item.question.options if option.points is not None)
    return {option.id: option.points for option in scoring}


def _favourable(item: Item) -> set[str]:
    return {option.id for option in item.question.options if option.favourable}


def _askings(questionnaire: Questionnaire) -> dict[str, tuple[Condition | None, ...]]:
    """Return what each item's page, question and row ask for."""
    return {
        item.id: (page.show_if, item.question.show_if, item.row.show_if if item.row else None)
        for page in questionnaire.pages
        for item in questionnaire.by_page[page.id]
    }
