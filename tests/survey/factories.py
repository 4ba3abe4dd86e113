"""Texts of small questionnaires for tests, and what they are read into."""

from __future__ import annotations

from textwrap import dedent

from portal.survey.file.parsing import QuestionnaireFaults, parse
from portal.survey.questionnaire import Questionnaire

FRONT = """\
id: sample
version: "1"
title: A sample
kind: return
minutes: 5
"""
QUESTION = """\
```question
id: colour
type: choice
label: Which colour?
options: {red: Red, blue: Blue}
```
"""
BODY = f"# First {{#first}}\n\n{QUESTION}"


def questionnaire_text(front: str = FRONT, body: str = BODY) -> str:
    """A whole file of YAML front matter and Markdown."""
    return f"---\n{dedent(front)}---\n{dedent(body)}"


def front_matter(**changes: str | None) -> str:
    """The usual front matter with keys added, replaced, or left out where None.

    Values are YAML: ``front_matter(kind="anonymous", breakdowns="[service]")``.
    """
    usual = dict(line.split(": ", 1) for line in FRONT.splitlines())
    keys = {**usual, **changes}
    return "".join(f"{key}: {value}\n" for key, value in keys.items() if value is not None)


def page(*blocks: str, page_id: str = "first", title: str = "First") -> str:
    """A page of prose and question blocks."""
    return "\n".join([f"# {title} {{#{page_id}}}\n", *(dedent(block) for block in blocks)])


def question(keys: str) -> str:
    """A question block that holds the YAML."""
    return f"```question\n{dedent(keys).strip()}\n```\n"


def parsed(body: str = BODY, **front: str) -> Questionnaire:
    """A questionnaire with the usual front matter, ``front`` added to or replacing it."""
    return parse(questionnaire_text(front_matter(**front), body))


def faults_of(source: str | bytes) -> list[tuple[int, str]]:
    """Lines and messages; none where the text is a questionnaire."""
    try:
        parse(source)
    except QuestionnaireFaults as faults:
        return [(fault.line, fault.message) for fault in faults.faults]
    return []


def messages(body: str, **front: str) -> list[str]:
    """The faults of a body under the usual front matter, without their lines."""
    text = questionnaire_text(front_matter(**front), body)
    return [message for _, message in faults_of(text)]
