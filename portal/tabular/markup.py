"""XML in files is read as a stream: nothing of it is held, and what XML can do to its readers (a
document type with entities, a mark without an end) is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Literal, TypeAlias
from xml.parsers import expat

from portal.errors import Refused

CHUNK = 4 * 1024
"""Of the events of larger ones the garbage collector makes twice the work."""
MARK = 256 * 1024
"""A mark with all its attributes, or a comment, may have this many bytes: the parser would hold,
and read again with each chunk, all that has come of one that is not closed."""
FAR_MORE = "The file has much more in it than a list. Save the list in a file of its own."
Event: TypeAlias = tuple[Literal["start", "end", "text"], str, dict[str, str]]
"""It says what happens, the element's name without its prefix or the text, and attributes."""
_NONE: dict[str, str] = {}


@dataclass(slots=True)
class Budget:
    """So many events may come, of all streams together that are read with it."""

    left: int

    def spend(self, number: int) -> None:
        """Raises ``Refused`` once they are used up."""
        self.left -= number
        if self.left < 0:
            raise Refused(FAR_MORE)


def events(stream: IO[bytes], budget: Budget) -> Iterator[Event]:
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
    size = 0
    while chunk := stream.read(CHUNK):
        parser.Parse(chunk, False)
        size += len(chunk)
        if size - parser.CurrentByteIndex > MARK:
            raise Refused(FAR_MORE)
        budget.spend(len(waiting))
        yield from waiting
        waiting.clear()
    parser.Parse(b"", True)
    yield from waiting


def _refuse(*_: object) -> None:
    raise ValueError("a list has no document type")


@lru_cache(maxsize=1000)
def _local(name: str) -> str:
    return name.rpartition(":")[2]
