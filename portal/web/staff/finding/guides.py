"""The guides of ``docs/`` as pages of the staff site, and the part of one that is about a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Blueprint, render_template, request, url_for
from markupsafe import Markup

from portal import prose
from portal.errors import NotFound
from portal.services.staff.accounts import ROLES, Role
from portal.web import access

DOCS = Path(__file__).parents[4] / "docs"
blueprint = Blueprint("guides", __name__, url_prefix="/help")
GUIDES: Mapping[Role, tuple[str, ...]] = {
    "psw": ("psw", "practitioner", "report-files", "disclosure", "confidentiality"),
    "administrator": (
        *("administrator", "psw", "questionnaires", "practitioner-questionnaire"),
        *("practitioner", "report-files", "response-files", "disclosure", "confidentiality"),
    ),
}
"""Files of ``docs/`` that each role is offered, their own guide first."""
ABOUT: Mapping[str, Mapping[Role, str]] = {
    "home": {"psw": "psw#what-to-do-now"},
    "account": {"psw": "psw#signing-in", "administrator": "administrator#signing-in"},
    "authenticator": {"psw": "psw#signing-in", "administrator": "administrator#signing-in"},
    "audit": {"administrator": "administrator#the-team"},
    "team": {"administrator": "administrator#the-team"},
    "organisations": {"administrator": "administrator#1-organisations"},
    "demonstration": {"administrator": "administrator#before-a-round"},
    "questionnaires": {"administrator": "questionnaires"},
    "planning": {"administrator": "administrator#3-the-round"},
    "rounds": {"administrator": "administrator#what-you-can-do-state-by-state"},
    "letters": {"administrator": "administrator#letters"},
    "unreached": {"administrator": "administrator#letters"},
    "overview": {"administrator": "administrator#while-it-is-open"},
    "board": {"administrator": "administrator#while-it-is-open"},
    "whole": {"administrator": "administrator#4-people"},
    "downloads": {"administrator": "response-files"},
    "series": {"administrator": "administrator#3-the-round"},
    "setting_aside": {"administrator": "administrator#after-the-closing"},
    "certificate": {"administrator": "administrator#after-the-closing"},
    "publishing": {"administrator": "administrator#reports"},
    "comments": {"administrator": "administrator#comments"},
    "comment": {"administrator": "administrator#comments"},
    "themes": {"administrator": "administrator#returns-texts-then-tables"},
    "coding": {"administrator": "administrator#returns-texts-then-tables"},
    "public": {"administrator": "administrator#england-and-its-regions"},
    "england": {
        "psw": "psw#england-and-its-regions",
        "administrator": "administrator#england-and-its-regions",
    },
    "checklist": dict.fromkeys(ROLES, "psw#checklist-and-ready-texts"),
    "people": dict.fromkeys(ROLES, "psw#the-list"),
    "lists": dict.fromkeys(ROLES, "psw#the-list"),
    "links": dict.fromkeys(ROLES, "psw#the-list"),
    "their_letters": dict.fromkeys(ROLES, "psw#before-it-opens"),
    "progress": dict.fromkeys(ROLES, "psw#while-it-is-open"),
    "headline": dict.fromkeys(ROLES, "psw#the-headline-report"),
    "detail": dict.fromkeys(ROLES, "psw#the-detailed-report"),
    "report_files": dict.fromkeys(ROLES, "report-files"),
    "statements": dict.fromkeys(ROLES, "psw#the-organisations-return"),
    "plan": dict.fromkeys(ROLES, "psw#the-plan"),
    "you_said": dict.fromkeys(ROLES, "psw#you-said-we-did"),
}
"""The part of a guide that is about a blueprint's pages, for each role that reads them; where
there is none, Help begins with the role's own guide."""
MOST = 8
"""Sections that a search shows."""
_FENCED = re.compile(r"^(```+)\w*\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[([^\[\]]*)\]\((?!https?:|mailto:)([^()\s]*)\)")
_AWAY = "https://guides.invalid/"
"""Stands for the guides' address while Markdown is made HTML, which keeps whole addresses only."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a guide below one heading. ``level``: 1 is the guide itself."""

    guide: str
    level: int
    title: str
    anchor: str
    text: str

    @property
    def html(self) -> Markup:
        """What stands below the heading, with links to guides that are here."""
        made = prose.html(_LINK.sub(self._link, self.text))
        return Markup(made.replace(_AWAY, url_for("staff.guides.index") + "/"))  # noqa: S704

    def _link(self, match: re.Match[str]) -> str:
        """Lead to another guide, or leave the words of a link to what is not shown here."""
        name, _, anchor = match[2].partition("#")
        guide = name.removesuffix(".md") or self.guide
        if guide not in GUIDES["administrator"]:
            return match[1]
        words = sections(guide)[0].title if match[1].endswith(".md") else match[1]
        return f"[{words}]({_AWAY}{guide}{'#' if anchor else ''}{anchor})"


@blueprint.get("")
@access.allow("administrator", "psw")
def index() -> str:
    role = access.me().role
    return render_template(
        "staff/finding/guides.html", guides=[sections(name) for name in GUIDES[role]]
    )


@blueprint.get("/<guide>")
@access.allow("administrator", "psw")
def one(guide: str) -> str:
    if guide not in GUIDES["administrator"]:
        raise NotFound("There is no guide of this name; Help lists those that there are.")
    return render_template("staff/finding/guide.html", sections=sections(guide))


@cache
def sections(guide: str) -> tuple[Section, ...]:
    """Split a guide at its headings; the first section has its title."""
    text = _FENCED.sub(_indented, (DOCS / f"{guide}.md").read_text())
    heads = list(_HEADING.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return tuple(
        Section(guide, len(head[1]), prose.label(head[2]), _anchor(head[2]), text[head.end() : end])
        for head, end in zip(heads, ends, strict=True)
    )


def holding(words: str, role: Role) -> list[Section]:
    """Find sections that hold each of the words, those with one in the title first."""
    wanted = words.lower().split()
    if not wanted:
        return []
    every = [section for name in GUIDES[role] for section in sections(name)]
    fit = [
        each
        for each in every
        if all(word in f"{each.title} {each.text}".lower() for word in wanted)
    ]
    return sorted(fit, key=lambda each: not any(w in each.title.lower() for w in wanted))[:MOST]


def here() -> str:
    """Lead from the page that is shown to the part of a guide that is about it."""
    role, blueprint_ = access.me().role, (request.blueprint or "").rpartition(".")[2]
    guide, _, anchor = ABOUT.get(blueprint_, {}).get(role, GUIDES[role][0]).partition("#")
    return url_for("staff.guides.one", guide=guide, _anchor=anchor or None)


def _indented(code: re.Match[str]) -> str:
    """Mark code as plain Markdown does: prose knows no fences."""
    return "\n" + re.sub("^", "    ", code[2], flags=re.MULTILINE).rstrip() + "\n"


def _anchor(heading: str) -> str:
    """Name a heading as Markdown's readers do, so that links in the guides lead to it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
