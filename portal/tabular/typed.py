"""People who are typed in, or pasted from a mail program, one or more in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.errors import Refused
from portal.tabular.people import Line, PeopleList

_ADDRESS = re.compile(r"<?(?<![^\s<>,;\"])([^\s<>,;\"@]*@[^\s<>,;\"]*)>?")
"""A word with an @. It is looked for at the beginnings of words alone: looking at each character
would take a long line's length squared."""
_BETWEEN = " \t,;\"'"


def read(text: str, most: int) -> PeopleList:
    """Read lines like “remi@example.org, Remi Okafor” or “Remi Okafor <remi@example.org>”. Raises
    ``Refused``."""
    lines = [
        _line(number, part)
        for number, line in enumerate(text.splitlines(), 1)
        for part in _parts(line)
        if part.strip()
    ]
    if not lines:
        raise Refused("Type in at least one address.")
    if len(lines) > most:
        raise Refused(f"Type in {most:,} addresses at most.")
    return PeopleList(lines={"": lines}, typed=text)


def _parts(line: str) -> Iterator[str]:
    """Cut where several people stand in a line: at semicolons, else at the commas between them."""
    if line.count("@") < 2:
        yield line
        return
    for part in line.split(";"):
        yield from _between_commas(part.split(",")) if part.count("@") > 1 else [part]


def _between_commas(pieces: list[str]) -> Iterator[str]:
    """Whether names stand before addresses or after them, the first piece tells."""
    after = "@" in pieces[0] and "<" not in pieces[0]
    waiting = list[str]()
    for piece in pieces:
        if after and "@" in piece and waiting:
            yield ",".join(waiting)
            waiting = []
        waiting.append(piece)
        if not after and "@" in piece:
            yield ",".join(waiting)
            waiting = []
    yield ",".join(waiting)


def _line(number: int, part: str) -> Line:
    """What holds two addresses is none."""
    address = _ADDRESS.search(part) if part.count("@") == 1 else None
    if address is None:
        return Line(number, (part.strip(" \t,;"),))
    name = part.replace(address[0], " ", 1)
    return Line(number, (address[1],), " ".join(name.strip(_BETWEEN).split()))
