"""What there is to do around a round besides the portal, by whom it asks, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from portal.services.rounds.register import RoundInfo
from portal.survey.audience import Audience

Stage: TypeAlias = Literal["before", "open", "after", "results"]
STAGES: Mapping[Stage, str] = {
    "before": "Before it opens",
    "open": "While it is open",
    "after": "Once it has closed",
    "results": "Once the results are here",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. ``key`` names its ready text; ``why``: a sentence."""

    key: str
    stage: Stage
    title: str
    why: str


STEERING = Item(
    "steering",
    "before",
    "Form a small steering group",
    "A few people from each service reach further than you alone, and are there when the results"
    " come.",
)
LIST = Item(
    "list",
    "before",
    "Ask HR for the list of people",
    "The list decides who is asked; HR knows who has joined, left or moved.",
)
MANAGERS = Item(
    "managers",
    "before",
    "Brief the team managers",
    "People ask their manager first, and a manager can say what happens to the answers.",
)
UNION = Item(
    "union",
    "before",
    "Tell the trade union",
    "People trust a survey more if their representatives knew of it before, and could ask.",
)
TIME = Item(
    "time",
    "before",
    "Have time set aside",
    "Time in the working day shows that the answers are wanted.",
)
ANNOUNCEMENT = Item(
    "announcement",
    "before",
    "Announce the round",
    "A word from somebody they know tells people that the letter is genuine.",
)
MEETING = Item(
    "meeting",
    "open",
    "Remind people in team meetings",
    "It reaches those who have not read the letter, and asks nobody whether they have answered.",
)
THANKS = Item(
    "thanks",
    "after",
    "Thank everybody",
    "People hear that it is over, and what comes next.",
)
RESULTS = Item(
    "results",
    "results",
    "Tell people the results",
    "People who answered want to know what was heard, and what is done about it.",
)

ITEMS: Mapping[Audience, tuple[Item, ...]] = {
    "staff": (
        *(STEERING, LIST, MANAGERS, UNION, TIME, ANNOUNCEMENT),
        *(MEETING, THANKS, RESULTS),
    ),
    "people": (
        STEERING,
        replace(
            LIST,
            title="Ask for the list of people",
            why="The list decides who is asked, and at an address at which they may be written to.",
        ),
        replace(
            MANAGERS,
            title="Brief the teams that meet them",
            why="People ask somebody they know whether a letter is genuine.",
        ),
        ANNOUNCEMENT,
        replace(MEETING, title="Have the teams mention it"),
        *(THANKS, RESULTS),
    ),
    "leavers": (
        replace(
            LIST,
            title="Ask HR for the list of those who left",
            why="HR knows who has left, and at which address they agreed to be written to.",
        ),
        *(ANNOUNCEMENT, THANKS, RESULTS),
    ),
    "organisation": (
        replace(
            STEERING,
            title="Agree who fills in which page",
            why="Few people know the answers to every page, and each page needs one who does.",
        ),
        Item(
            "figures",
            "before",
            "Ask for the figures, with definitions and dates",
            "Figures take time to find, and can be compared only if all are counted alike.",
        ),
        replace(
            MEETING,
            title="Remind those who fill in pages",
            why="A return that nobody submits before the closing is not counted.",
        ),
        replace(
            THANKS,
            title="Thank those who helped",
            why="They will be asked again next year.",
        ),
    ),
}


def of_round(round_: RoundInfo) -> tuple[Item, ...]:
    """Return the whole list of a round."""
    return ITEMS[round_.audience]


def stage(round_: RoundInfo, today: date) -> Stage:
    """Say how far a round is for those who prepare it."""
    if round_.state.planned:
        return "before"
    if round_.state.takes_answers:
        return "open"
    readable = round_.state.over and not round_.unpublished and today <= round_.retain_until
    return "results" if readable else "after"


def is_offered(item: Item, now: Stage) -> bool:
    """Say whether an item fits this stage: what is for before the closing ends with it, and all
    else is there from its stage on."""
    living: tuple[Stage, ...] = ("before", "open")
    order = tuple(STAGES)
    return (now in living) == (item.stage in living) and order.index(item.stage) <= order.index(now)
