"""What is said of figures, in one voice: pages and files take their words from here. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from portal.disclosure.answered import FEWEST, IN_WORDS
from portal.disclosure.cells import UNSTATED, Cell
from portal.disclosure.figures import Figure
from portal.reports import verdicts
from portal.reports.edition import Edition
from portal.survey import wording
from portal.survey.questionnaire import Questionnaire

HOW_OFTEN = {3: "Said most", 2: "Said often", 1: "Said by some"}
"""By the step of a word."""
NOT_SHOWN = "Not shown"
WHY_NOT_SHOWN = "Not shown: fewer than ten people, or it would let a smaller group be worked out."
ROUNDING = "Figures may not add up to 100 because of rounding."
NO_CHANGE = "No clear change"
FIRST_YEAR = "First year"


def said(cell: Cell | None) -> str:
    """Say a score or a percentage: “76”, “90 or more”, “Not shown”."""
    return cell.figure.said if cell else NOT_SHOWN


def agreeing(cell: Cell | None) -> str:
    """Say how many agree: “56 per cent agree”, of few people “about 7 in 10 agree”."""
    if cell is None:
        return NOT_SHOWN
    figure = cell.figure
    if figure.step < 10:
        return f"{figure.said} per cent agree"
    return f"{in_ten(figure)} agree"


def in_ten(figure: Figure) -> str:
    """Say a rough percentage: “about 7 in 10”, “8 in 10 or more”."""
    tenths = figure.value // 10
    if not figure.end:
        return f"about {tenths} in 10"
    return f"{tenths} in 10 or {'more' if figure.end == 'or more' else 'fewer'}"


def share(cell: Cell | None) -> str:
    """Say how many agree, where a heading says per cent: “56”, of few people “about 7 in 10”."""
    return in_ten(cell.figure) if cell and cell.figure.step == 10 else said(cell)


def base(cell: Cell) -> str:
    """Say how many people a figure is of: “34”, “30 or more”."""
    return f"{cell.answers:,}{' or more' * cell.or_more}"


def people(cell: Cell) -> str:
    """Say how many people are in a group: “about 20 people”."""
    return f"{'about ' * cell.or_more}{cell.answers:,} people"


def response(edition: Edition) -> str:
    """Say who answered: “56 per cent (34 of 61 invited by name)”. Empty where it may not be
    shown."""
    numbers = edition.numbers
    if numbers.rate is not None and numbers.shown.answers is not None:
        return f"{rate(edition)} ({numbers.fraction})"
    if numbers.shown.answers:
        return (
            f"{numbers.shown.said} answers; how many people had a link is not known, so there is"
            " no rate"
        )
    return ""


def rate(edition: Edition) -> str:
    """Say how many of those who were invited answered: “56 per cent”."""
    return edition.numbers.rate_said.replace("%", " per cent")


def ways(edition: Edition) -> str:
    """Say how the answers came, where not all came by a personal link; empty where all did. Of a
    way that may not be shown nobody learns whether it was used."""
    numbers = edition.numbers
    if hidden := numbers.left_out:
        listed = " or ".join(IN_WORDS[way] for way in hidden)
        return f"Answers that may have come {listed} are too few to be counted here."
    others = (numbers.slips.answers or 0) + (numbers.forwarded.answers or 0)
    if not others:
        return ""
    every = numbers.shown.said
    return (
        f"{others:,} of {every} answers did not come by a personal link. The portal cannot tell"
        " that each is a different person."
    )


def cautions(edition: Edition, before: Edition | None) -> list[str]:
    """Say with what care the figures are to be read; the first is the one that matters."""
    if not edition.shown:
        return [_nothing(edition)]
    if edition.rough:
        return [
            f"{edition.numbers.shown.said or base(edition.shown[0])} people answered. Scores are"
            " given to the nearest 5 and their ends are not shown, so that nobody's answer can be"
            " worked out. Use them to start a conversation, not to rank."
        ]
    return [_with_care(edition, before)] if edition.careful else []


def _nothing(edition: Edition) -> str:
    numbers = edition.numbers
    why = "Fewer than ten people answered"
    if numbers.slips.ever or numbers.forwarded.ever:
        why += " an invitation by letter"
    if (numbers.letters.answers or 0) >= FEWEST:
        why = "Fewer than ten people answered enough of the questions"
    elsewhere = {
        True: "Their answers count in England's figures.",
        False: "Their answers count in no other figure.",
        None: "Their answers count in England's figures, if ten or more people answered in "
        "organisations like this one; otherwise in no other figure.",
    }
    return f"{why}, so nothing is shown for {edition.name}. {elsewhere[edition.in_the_nation]}"


def _with_care(edition: Edition, before: Edition | None) -> str:
    percent = (200 + edition.invited) // (2 * edition.invited)
    sentences = [
        "Read these figures with care: fewer than 50 people answered. One person is about"
        f" {percent} per cent."
    ]
    rest = edition.numbers.letters.given - edition.invited
    if margin := had_others_answered(edition):
        sentences.append(
            f"A score could be {margin} higher or lower if the other {rest} had answered too, and"
            f" only a change of {least_change(edition, before)} or more can be told from chance."
        )
    else:
        sentences.append(
            f"Only a change of {least_change(edition, before)} or more can be told from chance."
        )
    return " ".join(sentences)


def had_others_answered(edition: Edition) -> int:
    """Return by how much a score could be higher or lower, had all who were invited answered; 0
    where they did, or where it is not known."""
    invited, answered = edition.numbers.letters.given, edition.invited
    if not answered or invited <= answered:
        return 0
    of = typical_spread(edition)
    return round(1.96 * of * sqrt(1 / answered) * sqrt((invited - answered) / (invited - 1)))


def least_change(edition: Edition, before: Edition | None) -> int:
    """Return the least change that is clear, from the year before or to a year like this one."""
    last = before.invited if before and before.invited else edition.invited
    return verdicts.needed(typical_spread(edition), edition.invited, last)


def typical_spread(edition: Edition) -> int:
    """Return how far people differ in England, in the middle one of the scores that are shown."""
    spreads = sorted(verdicts.spread(edition, cell.about) for cell in edition.shown)
    return spreads[len(spreads) // 2]


def change(edition: Edition, before: Edition | None, score: str) -> str:
    """Say how a score has changed since the year before."""
    now = edition.own(score)
    if before is None:
        return FIRST_YEAR
    if score not in verdicts.comparable(before.questionnaire, edition.questionnaire):
        return f"Asked in other words in {before.label}: no comparison"
    then = before.own(score)
    if now is None or then is None:
        return NOT_SHOWN
    apart = verdicts.difference(now, then, verdicts.spread(edition, score))
    return moved(apart, now, then) if apart else NO_CHANGE


def moved(apart: int, now: Cell, then: Cell) -> str:
    """Say by how much a score has clearly changed: “▲ Up 14”, “▼ Down 9 or more”."""
    at_least = " or more" if now.figure.end or then.figure.end else ""
    return f"{'▲ Up' if apart > 0 else '▼ Down'} {abs(apart)}{at_least}"


def group(questionnaire: Questionnaire, split: str, options: Sequence[str]) -> str:
    """Name a group by the labels of its options: “Adults' services or not stated”."""
    every = questionnaire.items[split].question.options
    labels = {option.id: wording.filled(option.label, {}) for option in every}
    named = [labels[option] for option in options if option != UNSTATED]
    if UNSTATED in options:
        named.append("not stated")
    return listed(named, "or")


def listed(words: Sequence[str], conjunction: str = "and") -> str:
    """Join words: “a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"
