"""A questionnaire's file becomes a ``Questionnaire``, or every fault that it has is told.

The format: ``docs/questionnaires.md``.
"""

from __future__ import annotations

import hashlib

from portal.survey.file import lookalikes
from portal.survey.file.assembly import Assembly
from portal.survey.file.documents import split
from portal.survey.file.faults import Fault, FaultList, QuestionnaireFaults
from portal.survey.file.yaml_text import UNWANTED
from portal.survey.questionnaire import Questionnaire

__all__ = ["Fault", "QuestionnaireFaults", "parse"]

LARGEST = 1024 * 1024
"""Bytes in a file."""


def parse(
    source: bytes | str, *, expected: tuple[str, str] | None = None, kept: bool = False
) -> Questionnaire:
    """Parse a file. ``expected`` is the id and the version where the file's path names them;
    ``kept`` of a text that came in before, when less was asked of one.

    Raises ``QuestionnaireFaults`` with all faults of the file, and nothing else.
    """
    text = _text(source)
    faults = FaultList(kept=kept)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n")
    _refuse_unwanted(lines, faults)
    for number, message in lookalikes.hidden(lines):
        faults.demand(number, message)
    assembly = Assembly(split(lines, faults), faults)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return assembly.questionnaire(text, sha256, expected)


def _text(source: bytes | str) -> str:
    """Return ``source`` as text, byte for byte the same."""
    try:
        data = source.encode() if isinstance(source, str) else source
    except UnicodeEncodeError as error:
        raise _not_utf8(str(source)[: error.start].count("\n")) from None
    if len(data) > LARGEST:
        raise QuestionnaireFaults([Fault(1, "the file is over 1 MiB long; make it shorter")])
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(data[: error.start].count(b"\n")) from None


def _not_utf8(lines_before: int) -> QuestionnaireFaults:
    message = "this line is not UTF-8 text; save the file with the encoding UTF-8"
    return QuestionnaireFaults([Fault(lines_before + 1, message)])


def _refuse_unwanted(text: str, faults: FaultList) -> None:
    """Stop here: what follows may count lines and cut text by them."""
    for number, line in enumerate(text.split("\n"), 1):
        if unwanted := UNWANTED.search(line):
            faults.add(
                number, f"an invisible character (U+{ord(unwanted[0]):04X}) is here; delete it"
            )
    faults.raise_any()
