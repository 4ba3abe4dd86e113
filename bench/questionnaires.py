"""The questionnaires that the invented people fill in."""

from __future__ import annotations

from bench import workload
from bench.servers import ROOT

NAMES = ("practitioner", "workload", "short")
STATEMENTS = 24
"""In ``short``; enough for no two people in ten thousand to answer alike."""


def text(name: str) -> str:
    """``practitioner`` is the one that we ship; ``workload`` ten pages; ``short`` a single page,
    so that most of what is sent is submissions."""
    if name == "practitioner":
        return (ROOT / "questionnaires" / "practitioner" / "2026.1.md").read_text()
    return workload.questionnaire() if name == "workload" else _short()


def _short() -> str:
    scale = "\n".join(f"    {key}: {label}" for key, label in _options())
    rows = "\n".join(f"  s{n}: Statement {n} is true of my job" for n in range(1, STATEMENTS + 1))
    return (
        '---\nid: short\nversion: "1"\ntitle: Short\nkind: anonymous\nminutes: 1\n'
        f"scales:\n  agreement:\n{scale}\n---\n\nOne page.\n\n# All of it {{#all}}\n\n"
        "```question\nid: statements\ntype: grid\nscale: agreement\nlabel: How far do you agree?\n"
        f"rows:\n{rows}\n```\n\n"
        "```question\nid: more\ntype: comment\nlabel: What would you add?\n```\n"
    )


def _options() -> list[tuple[str, str]]:
    return list(zip(workload.OPTION_IDS, workload.OPTIONS, strict=True))
