"""XML in workbooks is read as a stream: nothing of it is held, and what XML can do to its readers
(a document type with entities) is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Literal, TypeAlias
from xml.parsers import expat

from portal.errors import Refused

CHUNK = 64 * 1024
FAR_MORE = "The workbook holds far more than a list; save the list in a file alone."
Event: TypeAlias = tuple[Literal["start", "end", "text"], str, dict[str, str]]
"""It says what happens, the element's name without its prefix or the text, and attributes."""
_NONE: dict[str, str] = {}


def events(stream: IO[bytes], most: int) -> Iterator[Event]:
    """Read event after event. Raises ``Refused`` for too many, ``ValueError`` for a document type,
    ``ExpatError`` for what is no XML."""
    waiting: list[Event] = []
    parser = expat.ParserCreate()
    parser.buffer_text = True
    note = waiting.append
    parser.StartElementHandler = lambda name, given: note(("start", _local(name), given))
    parser.EndElementHandler = lambda name: note(("end", _local(name), _NONE))
    parser.CharacterDataHandler = lambda text: note(("text", text, _NONE))
    parser.StartDoctypeDeclHandler = _refuse
    number = 0
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
        number += len(waiting)
        if number > most:
            raise Refused(FAR_MORE)
        yield from waiting
        waiting.clear()
    parser.Parse(b"", True)
    yield from waiting


def _refuse(*_: object) -> None:
    raise ValueError("a workbook has no document type")


def _local(name: str) -> str:
    return name.rpartition(":")[2] if ":" in name else name
