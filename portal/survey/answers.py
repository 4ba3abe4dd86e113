"""One page's form fields become normalised answers, or messages; and answers become fields again.

Two kinds of bad input are told apart. What a person can mistype becomes a message beside its
field. What no page of ours can send (an unknown field, a value that is no option, an answer to
a question that was never shown) raises ``FormRefused``: nothing of such a form is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.survey import merging
from portal.survey.conditions import Answer, Answered, Answers, holds
from portal.survey.fields import READERS, Fields, FormRefused, Invalid, anchor, day_fields, required
from portal.survey.questionnaire import Item, Page, Questionnaire
from portal.survey.route import Route, walk

__all__ = ["Fields", "FormRefused", "Reading", "final", "read", "shown_as"]


@dataclass(frozen=True, slots=True)
class Reading:
    """This is what a page's form says.

    ``answers`` are the whole draft's, with the valid ones of this page in place. ``faults`` and
    ``missing`` are messages by field name: what could not be read, and what is required and not
    there; ``messages`` are both together, and all are in page order. ``revealed`` names the first
    question that this form's answers bring up on the same page and that the person has not seen
    yet. Of items that were changed elsewhere too, ``clashing`` and ``outdated`` tell
    (``merging.Merged``). ``on_page`` holds the ids of questions and items that the page showed;
    ``stamps`` speak of what it shows now if this is saved, ``stamps_before`` if it is not.
    """

    answers: Answers
    route: Route
    faults: Mapping[str, str]
    missing: Mapping[str, str]
    messages: Mapping[str, str]
    revealed: str | None
    clashing: frozenset[str]
    outdated: frozenset[str]
    on_page: frozenset[str]
    stamps: merging.Stamps
    stamps_before: merging.Stamps


def read(
    questionnaire: Questionnaire,
    page: Page,
    fields: Fields,
    before: Answers,
    way: Route | None = None,
    seen: str | None = None,
    earlier: Sequence[Fields] = (),
) -> Reading:
    """Read a page's form over the answers that the draft held before it.

    ``way`` is the route that these lead along, where the caller has it already; ``seen`` stamps
    the page as it was shown, ``earlier`` are forms that it sent before without an answer. Raises
    ``FormRefused`` for a form that the page cannot have sent.
    """
    items = questionnaire.by_page[page.id]
    shown_before = (way or walk(questionnaire, before)).shown
    of_page = None if seen is None else _stamps(items, seen)
    on_page = shown_before if of_page is None else frozenset(of_page)
    whole = not questionnaire.named or of_page is not None
    given, invalid = _given(items, fields, on_page, whole=whole)
    sent = [_given(items, form, on_page, whole=whole)[0] for form in earlier]
    merged = merging.merge(items, of_page, before, given, sent)
    route = walk(questionnaire, merged.answers)
    posted = {item.id for item in items if _own_fields(item, fields)}
    if hidden := posted - on_page - route.shown:
        raise FormRefused(f"{len(hidden)} answers belong to questions that are not asked.")
    shown = [item for item in items if item.id in route.shown]
    faults = _faults(shown, invalid)
    missing = _missing(shown, route, on_page | posted, invalid)
    return Reading(
        merged.answers,
        route,
        faults,
        missing,
        messages=_in_order(shown, {**faults, **missing}),
        revealed=_revealed(shown, on_page | posted),
        clashing=merged.clashing & route.shown,
        outdated=merged.outdated & route.shown,
        on_page=_with_questions(items, on_page),
        stamps=merged.stamps,
        stamps_before=of_page or {},
    )


def final(questionnaire: Questionnaire, answers: Answers) -> Answers:
    """Return the answers that are sealed: those of shown questions, without the text of an option
    that was to be specified and then was not chosen."""
    kept = dict(walk(questionnaire, answers).answers)
    for item in questionnaire.items.values():
        specified = {option.id for option in item.question.options if option.specify}
        if specified and specified.isdisjoint(_as_list(kept.get(item.id, []))):
            kept.pop(f"{item.id}__other", None)
    return kept


def shown_as(items: Iterable[Item], answers: Answers) -> Fields:
    """Return the form fields that show these answers on a page of these items, as ``read`` reads
    them."""
    fields: dict[str, Sequence[str]] = {}
    for item in items:
        if item.question.type == "date":
            if item.id in answers:
                fields.update(day_fields(item, str(answers[item.id])))
            continue
        for key, name in zip(item.keys, item.field_names, strict=True):
            if (answer := answers.get(key)) is not None:
                fields[name] = _as_list(answer)
    return fields


def missing_on(items: Iterable[Item], route: Route) -> bool:
    """Say whether a page of these items, as shown on this route, still lacks a required answer."""
    shown = [item for item in items if item.question.required and item.id in route.shown]
    return bool(_missing(shown, route, route.shown, {}))


def _stamps(items: Sequence[Item], seen: str) -> merging.Stamps:
    try:
        return merging.parse(items, seen)
    except ValueError as error:
        raise FormRefused(str(error)) from error


def _with_questions(items: Sequence[Item], on_page: frozenset[str]) -> frozenset[str]:
    return on_page | {item.question.id for item in items if item.id in on_page}


def _given(
    items: Sequence[Item], fields: Fields, on_page: frozenset[str], *, whole: bool
) -> tuple[dict[str, Answers], dict[str, Invalid]]:
    """Read what the form says of each item, and what cannot be read."""
    if unknown := set(fields) - {name for item in items for name in item.field_names}:
        raise FormRefused(f"{len(unknown)} fields do not belong to this page.")
    given: dict[str, Answers] = {}
    invalid: dict[str, Invalid] = {}
    for item in items:
        own = _own_fields(item, fields)
        if own or (item.id in on_page and (whole or _touched(item, fields))):
            try:
                given[item.id] = READERS[item.question.type](item, own)
            except Invalid as fault:
                invalid[item.id] = fault
    return given, invalid


def _own_fields(item: Item, fields: Fields) -> Fields:
    own = {name: fields[name] for name in item.field_names if name in fields}
    return {name: values for name, values in own.items() if any(map(str.strip, values))}


def _touched(item: Item, fields: Fields) -> bool:
    """A return's form changes only what it holds, where it does not say what it was made from."""
    return any(name in fields for name in item.field_names)


def _faults(shown: list[Item], invalid: Mapping[str, Invalid]) -> Mapping[str, str]:
    faults = [invalid[item.id] for item in shown if item.id in invalid]
    return {fault.field: fault.message for fault in faults}


def _in_order(shown: list[Item], messages: Mapping[str, str]) -> Mapping[str, str]:
    names = [name for item in shown for name in item.field_names]
    return {name: messages[name] for name in names if name in messages}


def _missing(
    shown: list[Item], route: Route, seen: frozenset[str] | set[str], invalid: Mapping[str, object]
) -> Mapping[str, str]:
    """A question that has only just been revealed is not missed yet; a text alone that goes with
    an option or a row is no answer."""
    return {
        anchor(item): required(item)
        for item in shown
        if item.question.required
        and item.id in seen
        and item.id not in invalid
        and not holds(Answered(item.id), route.answers)
    }


def _revealed(shown: list[Item], seen: frozenset[str] | set[str]) -> str | None:
    return next((item.question.id for item in shown if item.id not in seen), None)


def _as_list(answer: Answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer]
