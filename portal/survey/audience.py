"""Whom a questionnaire asks, and the words for it on every page and in every letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Audience: TypeAlias = Literal["staff", "people", "leavers", "organisation"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)


@dataclass(frozen=True, slots=True)
class Words:
    """The defaults fit everybody. ``asked``: who answers, for the staff site. ``nobody`` can see
    answers. Scores are of ``about``, in the reader's own words of ``mine``; ``standards``: they
    may be of those for employers, whose bands are told. ``psw`` introduces people by ``{names}``,
    several with ``{s}``, at an ``{organisation}``; ``ask`` is whom to ask where there is none.
    ``opening`` begins an invitation (Markdown, pipes as in letters), ``say``: what it asks for."""

    asked: str = "people, each anonymously"
    nobody: str = "Nobody at the organisation that invited you"
    about: str = "the organisation"
    mine: str = "the organisation"
    standards: bool = True
    psw: str = "{names} at {organisation}"
    ask: str = "{{organisation}}"
    opening: str = "{{organisation}} asks how things are."
    say: str = "how things are at {{organisation}}"


ANYBODY = Words()
"""For what is read by all, whatever they are asked."""
WORDS: Mapping[Audience, Words] = {
    "staff": Words(
        asked="people who work there, each anonymously",
        nobody="Nobody at work",
        about="your employer",
        mine="my employer",
        psw="{names}, principal social worker{s} at {organisation},",
        ask="your principal social worker",
        opening="Your organisation, {{organisation}}, asks how safe, well led and supported your"
        " work is.",
        say="what your work at {{organisation}} is like",
    ),
    "people": Words(
        asked="people who get help from social care, each anonymously",
        nobody="Nobody at the organisation that helps you",
        about="the organisation that helps you",
        mine="the organisation that helps me",
        standards=False,
        opening="{{organisation}} asks how good the help is that you get.",
        say="how good the help is that you get from {{organisation}}",
    ),
    "leavers": Words(
        asked="people who left, each anonymously",
        nobody="Nobody at the organisation that you left",
        about="the organisation that you left",
        mine="the organisation that I left",
        psw="{names}, principal social worker{s} at {organisation},",
        opening="{{organisation}}, the organisation that you left, asks what your work there was"
        " like.",
        say="what your work at {{organisation}} was like",
    ),
    "organisation": Words(asked="one return from each organisation, with its name"),
}
