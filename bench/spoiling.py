"""Requests that no page of ours sends: good ones, spoilt in one to four ways.

Everything is drawn from one ``Random``, so that a seed and a number name a request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from urllib.parse import quote_from_bytes

from bench.garbage import FORM, HEADERS, KINDS, METHODS, TEXTS, text

Pairs = list[tuple[bytes, bytes]]


@dataclass
class Attempt:
    """``path`` and ``query`` as sent, escaped; ``cookies`` as sent; ``pairs`` a form that is not
    written yet. ``spoilt`` says how it differs from a good request."""

    method: str
    rule: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: Pairs = field(default_factory=list)
    pairs: Pairs = field(default_factory=list)
    kind: str = FORM
    body: bytes | None = None
    spoilt: list[str] = field(default_factory=list)

    def sent(self) -> bytes:
        """The body, of the pairs unless it was spoilt as a whole."""
        return written(self.pairs) if self.body is None else self.body


def written(pairs: Pairs) -> bytes:
    """Any bytes as a form, every one of them escaped that has to be."""
    quoted = [(quote_from_bytes(name, ""), quote_from_bytes(value, "")) for name, value in pairs]
    return "&".join(f"{name}={value}" for name, value in quoted).encode()


def spoil(draw: Random, attempt: Attempt, others: Pairs) -> None:
    """Spoil it in one to four ways; ``others`` are fields and values of other pages."""
    for way in draw.choices(WAYS, k=draw.choice((1, 1, 1, 2, 2, 3, 4))):
        way(draw, attempt, others)
        attempt.spoilt.append(way.__name__.strip("_").replace("_", " "))


def _another_method(draw: Random, attempt: Attempt, _: Pairs) -> None:
    attempt.method = draw.choice(METHODS)


def _another_path(draw: Random, attempt: Attempt, _: Pairs) -> None:
    parts = attempt.path.split("/")
    parts[draw.randrange(len(parts))] = quote_from_bytes(text(draw), "/")
    attempt.path = "/" + "/".join(parts).lstrip("/")


def _a_bent_path(draw: Random, attempt: Attempt, _: Pairs) -> None:
    path = attempt.path
    longer = (path + "/", "/" + path, path + "/..", path + "%00", "/./" + path)
    attempt.path = draw.choice((*longer, path.upper(), path[:-1])) or "/"


def _a_query(draw: Random, attempt: Attempt, _: Pairs) -> None:
    names = (b"change", b"page", b"submitted", b"csrf_token", b"_method", text(draw))
    pairs = [(draw.choice(names), text(draw)) for _ in range(draw.randint(1, 4))]
    raw = draw.choice((b"%", b"&&==&", b"%ff=%ff", b"a" * 9_000))
    attempt.query = (written(pairs) if draw.random() < 0.8 else raw).decode()


def _a_header(draw: Random, attempt: Attempt, _: Pairs) -> None:
    name = draw.choice(list(HEADERS))
    attempt.headers[name] = draw.choice(HEADERS[name])


def _as_htmx(_: Random, attempt: Attempt, __: Pairs) -> None:
    attempt.headers["HX-Request"] = "true"
    attempt.pairs = [pair for pair in attempt.pairs if pair[0] != b"go"]


def _no_cookies(draw: Random, attempt: Attempt, _: Pairs) -> None:
    draw.shuffle(attempt.cookies)
    attempt.cookies = attempt.cookies[: draw.randint(0, 1)]


def _a_spoilt_cookie(draw: Random, attempt: Attempt, _: Pairs) -> None:
    names = [name for name, _ in attempt.cookies] + [b"session", b"scores-spring", text(draw)]
    name = draw.choice(names)
    old = dict(attempt.cookies).get(name, b"")
    new = draw.choice((text(draw), old[:-1], old + b".none", old + b"." + old, old[::-1]))
    attempt.cookies = [pair for pair in attempt.cookies if pair[0] != name] + [(name, new)]


def _a_renamed_field(draw: Random, attempt: Attempt, others: Pairs) -> None:
    if attempt.pairs:
        at = draw.randrange(len(attempt.pairs))
        names = (text(draw), attempt.pairs[at][0] + b"__other", *(name for name, _ in others))
        attempt.pairs[at] = (draw.choice(names), attempt.pairs[at][1])


def _a_spoilt_value(draw: Random, attempt: Attempt, _: Pairs) -> None:
    if attempt.pairs:
        at = draw.randrange(len(attempt.pairs))
        attempt.pairs[at] = (attempt.pairs[at][0], text(draw))


def _a_value_of_another_field(draw: Random, attempt: Attempt, others: Pairs) -> None:
    if attempt.pairs and others:
        at = draw.randrange(len(attempt.pairs))
        attempt.pairs[at] = (attempt.pairs[at][0], draw.choice(others)[1])


def _a_field_twice(draw: Random, attempt: Attempt, _: Pairs) -> None:
    if attempt.pairs:
        attempt.pairs += [draw.choice(attempt.pairs)] * draw.choice((1, 1, 50))


def _a_field_of_another_page(draw: Random, attempt: Attempt, others: Pairs) -> None:
    if others:
        attempt.pairs += draw.sample(others, k=min(len(others), draw.randint(1, 5)))


def _a_missing_field(draw: Random, attempt: Attempt, _: Pairs) -> None:
    if attempt.pairs:
        attempt.pairs.pop(draw.randrange(len(attempt.pairs)))


def _another_token(draw: Random, attempt: Attempt, _: Pairs) -> None:
    attempt.pairs = [pair for pair in attempt.pairs if pair[0] != b"csrf_token"]
    if draw.random() < 0.7:
        attempt.pairs.append((b"csrf_token", text(draw)))


def _far_too_much(draw: Random, attempt: Attempt, _: Pairs) -> None:
    if draw.random() < 0.5:
        attempt.pairs += [(b"f%d" % number, b"1") for number in range(1_500)]
    else:
        attempt.pairs.append((b"q_more", draw.choice(TEXTS[1:]) * draw.choice((50, 2_000))))


def _a_spoilt_body(draw: Random, attempt: Attempt, _: Pairs) -> None:
    whole = attempt.sent()
    cut = draw.randint(0, len(whole))
    attempt.body = whole[:cut] + draw.choice((b"", text(draw), b"&", b"%", b"=&=&")) + whole[cut:]


def _another_kind(draw: Random, attempt: Attempt, _: Pairs) -> None:
    attempt.kind = draw.choice(KINDS)
    if "boundary=x" in attempt.kind:
        part = b'--x\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n%b\r\n'
        file = draw.choice((b"", b'; filename="a.txt"'))
        parts = [part % (name, file, value) for name, value in attempt.pairs]
        attempt.body = b"".join(parts) + draw.choice((b"--x--\r\n", b"--x", b""))


WAYS: tuple[Callable[[Random, Attempt, Pairs], None], ...] = (
    _another_method,
    _another_path,
    _a_bent_path,
    _a_query,
    _a_header,
    _as_htmx,
    _no_cookies,
    _a_spoilt_cookie,
    _a_renamed_field,
    _a_spoilt_value,
    _a_spoilt_value,
    _a_value_of_another_field,
    _a_field_twice,
    _a_field_of_another_page,
    _a_missing_field,
    _another_token,
    _far_too_much,
    _a_spoilt_body,
    _another_kind,
)
