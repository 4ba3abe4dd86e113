"""A questionnaire with a question of every type, an app that shows its pages, and what a browser
makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from flask import Flask

from portal.survey.questionnaire import Questionnaire
from portal.survey.route import walk
from portal.web import assets
from portal.web.pages import pages
from portal.web.pages.pages import Filling
from tests.survey.factories import parsed

ROOT = Path(__file__).parents[2]
SLOTS = {
    "csrf": "a-token",
    "action": "/survey/spring/everything",
    "back": "/survey/spring/start",
    "seen": "4",
    "key": "a-key",
    "progress": "Page 3 of 11",
    "progress_value": "3",
    "progress_max": "11",
}
EVERYTHING = """\
# Working life {#everything}

Think about **the last three months** at {{organisation}}.

```question
id: service
type: choice
label: Which service do you work in?
required: true
options:
  children: Children's services
  other: {label: Another service, specify: true}
```

```question
id: supervision
type: grid
scale: agreement
label: How far do you agree?
hint: Leave out what you would rather not answer.
rows:
  regular: My supervision happens when it should
  missed: {label: Somebody tells me why it is cancelled, show_if: {regular: disagree}}
  more: {label: Something else matters to me, specify: true}
```

```question
id: why
type: comment
label: What got in the way at {{organisation}}?
hint: Please do not name anyone.
max: 1000
show_if: {regular: disagree}
```

```question
id: help
type: choices
label: What would help?
most: 2
options: {time: Protected time, training: Training, none: {label: None of these, alone: true}}
```

```question
id: three_words
type: words
label: Which three words describe your team?
```

```question
id: hours
type: number
label: How many hours did you work?
unit: hours
decimals: 1
estimate: true
unknown: true
```

```question
id: posts
type: numbers
label: How many posts did you have?
rows: {sw: Social workers, ot: {label: Occupational therapists, show_if: {sw: {at_least: 1}}}}
not_applicable: true
```

```question
id: team
type: text
label: Which team are you in?
```

```question
id: seen_by_board
type: date
label: When did your board see this?
```

```question
id: mail
type: email
label: Where should the report go?
```

```question
id: ring
type: phone
label: On which number can we reach you?
```

# Afterwards {#afterwards}

```question
id: nested
type: grid
scale: agreement
label: How was {{answer:team}}?
show_if: {service: other}
rows:
  calm: It was calm
  loud: {label: It was loud, show_if: {calm: disagree}}
```
"""
SCALES = (
    "{agreement: {disagree: {label: Disagree, points: 0}, agree: {label: Agree, points: 100},"
    " n_a: {label: Not applicable}}}"
)
ANSWERS: Mapping[str, str | list[str]] = {
    "service": "other",
    "service__other": "Youth justice",
    "regular": "disagree",
    "missed": "n_a",
    "more": "agree",
    "more__other": "Where it happens",
    "why": "Emergencies.\nAnd sickness.",
    "help": ["time", "training"],
    "three_words": ["busy", "kind"],
    "hours": "41.5",
    "hours__estimate": "yes",
    "sw": "12",
    "ot__not_applicable": "yes",
    "team": "Duty",
    "seen_by_board": "2025-11-03",
    "mail": "pat@northshire.example.org",
    "ring": "01632 960001",
}


def everything() -> Questionnaire:
    return parsed(EVERYTHING, scales=SCALES)


def app(templates: Path = ROOT / "templates") -> Flask:
    made = Flask("portal", static_folder=None, template_folder=str(templates))
    assets.init_app(made)
    pages.init_app(made)
    return made


def filling(
    questionnaire: Questionnaire,
    fields: Mapping[str, Sequence[str]] | None = None,
    answers: Mapping[str, str | list[str]] | None = None,
    messages: Mapping[str, str] | None = None,
) -> Filling:
    """``answers`` decide what is shown."""
    shown = walk(questionnaire, answers or {}).shown
    return Filling(fields or {}, shown, messages or {}, {"organisation": "Northshire"})


def posted_by(html: str) -> dict[str, list[str]]:
    """The question fields that a browser would send if the page's form were submitted as it is."""
    fields: dict[str, list[str]] = {}
    for control in BeautifulSoup(html, "html.parser").select("[name^=q_]"):
        if control.get("type") in {"radio", "checkbox"} and not control.has_attr("checked"):
            continue
        fields.setdefault(str(control["name"]), []).append(_value(control))
    return fields


def _value(control: Tag) -> str:
    """HTML drops one line end straight after ``<textarea>``."""
    return control.text.removeprefix("\n") if control.name == "textarea" else str(control["value"])
