"""What is measured: ten pages of five radio questions and a text, one page after the other.

The portal gets it as a questionnaire file, the reference as a list of questions; both show the
same markup and take the same form fields.
"""

from __future__ import annotations

PAGES = 10
RADIOS = 5
OPTIONS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
OPTION_IDS = tuple(option.lower().replace(" ", "_") for option in OPTIONS)
TEXT = "Supervision happens, but is often moved at short notice when cases press."


def radio(page: int, number: int) -> str:
    return f"p{page}_r{number}"


def text(page: int) -> str:
    return f"p{page}_text"


def questionnaire() -> str:
    """The workload as a questionnaire file."""
    options = "\n".join(f"  {key}: {label}" for key, label in zip(OPTION_IDS, OPTIONS, strict=True))
    head = (
        '---\nid: workload\nversion: "1"\ntitle: Workload\nkind: anonymous\nminutes: 10\n---\n\n'
        "Ten pages.\n"
    )
    return head + "".join(_page(page, options) for page in range(1, PAGES + 1))


def form(page: int) -> dict[str, str]:
    """What a person posts on a page."""
    answers = {
        f"q_{radio(page, number)}": OPTION_IDS[(page + number) % len(OPTION_IDS)]
        for number in range(1, RADIOS + 1)
    }
    return answers | {f"q_{text(page)}": TEXT, "go": "next"}


def label(page: int, number: int) -> str:
    return f"Statement {number} of page {page}: my work is well supported"


def _page(page: int, options: str) -> str:
    radios = "".join(
        f"\n```question\nid: {radio(page, number)}\ntype: choice\n"
        f"label: '{label(page, number)}'\nfact: false\noptions:\n{options}\n```\n"
        for number in range(1, RADIOS + 1)
    )
    return (
        f"\n# Page {page} {{#page{page}}}\n{radios}\n```question\nid: {text(page)}\ntype: text\n"
        f"label: What would you add to page {page}?\n```\n"
    )
