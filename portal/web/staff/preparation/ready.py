"""A ready text: Markdown for whom the round asks, filled with the round's days and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from jinja2 import Template
from markupsafe import Markup, escape

from portal import prose
from portal.services.preparation import facts
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.survey import wording
from portal.web.desk import desk

FOLDER = "staff/preparation/texts"


@dataclass(frozen=True, slots=True)
class Ready:
    """A text as it is shown, and as it is copied into a letter."""

    html: Markup
    plain: str


def text(round_: RoundInfo, employer: Employer, key: str, *, results: bool) -> Ready:
    """Fill the text of an item. ``results``: they can be read. The Markdown is read before anything
    is put in, so that no name is taken for a sign of it."""
    site = desk()
    words = facts.of_texts(
        round_, employer, sender=site.sender, site=site.base_url, results=results
    )
    markdown = _markdown(round_, key, words)
    html = {name: str(escape(value)) for name, value in words.items()}
    return Ready(
        Markup(wording.fill(prose.html(markdown), html)),  # noqa: S704 - escaped above
        wording.fill(prose.plain(markdown), words),
    )


def _markdown(round_: RoundInfo, key: str, words: Mapping[str, str]) -> str:
    """Choose the text: one for whom the round asks, or else the one for all. Each name stands for
    its own pipe there, or for nothing, so that a sentence can ask whether there is a word for
    it."""
    pipes = {name: f"{{{{{name}}}}}" if value else "" for name, value in words.items()}
    names: list[str | Template] = [f"{FOLDER}/{round_.audience}/{key}.md", f"{FOLDER}/{key}.md"]
    return render_template(
        names,
        **pipes,
        opened=not round_.state.planned,
        kept=round_.responses_kept,
    )
