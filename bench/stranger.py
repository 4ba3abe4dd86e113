"""Somebody who began as people do, and the good requests that they could make next."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import quote_from_bytes

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from bench.browser import NAME, VALUE, hidden
from bench.spoiling import Attempt, Pairs

FIELD = re.compile(r"<(?:input|textarea|button|select|option)\b[^>]*>")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
BUTTONS = (b"next", b"next", b"later")


@dataclass(frozen=True, slots=True)
class Stranger:
    """``pages``: the pairs that each page's fields can send, frame and all; ``known``: good values
    of an address's variables."""

    token: bytes
    cookies: Pairs
    pages: Mapping[str, Pairs]
    known: Mapping[str, Sequence[str]]


def arrive(app: Flask, link: str, round_code: str, page_ids: Sequence[str]) -> Stranger:
    """Begin at the link, and fill each page in as far as the next one asks for."""
    client = app.test_client()
    welcome = hidden(client.get(link).get_data(as_text=True))
    begun = client.post(link, data={"csrf_token": welcome["csrf_token"]})
    if begun.status_code != 303:
        raise ValueError(f"a good link was answered with {begun.status_code}")
    folder = f"/survey/{round_code}"
    pages = {name: _filled_in(client, f"{folder}/{name}") for name in page_ids}
    later = client.get(f"{folder}/later").get_data(as_text=True)
    cookies = [client.get_cookie(name) for name in ("session", f"answers-{round_code}")]
    code = re.search(r"/r/([\w-]+)", later)
    known = {
        "token": [link.rsplit("/", 1)[1]],
        "code": [code[1]] if code else [],
        "round_code": [round_code],
        "page": list(page_ids),
        "name": ["app.css"],
    }
    return Stranger(
        token=welcome["csrf_token"].encode(),
        cookies=[(c.key.encode(), c.value.encode()) for c in cookies if c],
        pages=pages,
        known=known,
    )


def request_for(draw: Random, rule: Rule, person: Stranger) -> Attempt:
    """A request to an address of this rule that could come from a page of ours."""
    chosen = {name: draw.choice(person.known.get(name) or ["none"]) for name in rule.arguments}
    path = ARGUMENT.sub(lambda found: quote_from_bytes(chosen[found[1]].encode()), rule.rule)
    methods = sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    attempt = Attempt(draw.choice(methods), rule.rule, path, cookies=list(person.cookies))
    if attempt.method == "POST":
        attempt.pairs = [(b"csrf_token", person.token), *_form(draw, person, chosen)]
    return attempt


def fields_elsewhere(person: Stranger) -> Pairs:
    """Every pair that any page can send, but for the frame's."""
    return [pair for pairs in person.pages.values() for pair in pairs if pair[0][:2] == b"q_"]


def _filled_in(client: FlaskClient, path: str) -> Pairs:
    """The page's pairs, after the first option of each question has been sent; twice over, as an
    answer can bring up a question."""
    pairs: Pairs = []
    for _ in range(2):
        html = client.get(path).get_data(as_text=True)
        pairs = _pairs(html)
        first = {name.decode(): value.decode() for name, value in reversed(pairs) if value}
        client.post(path, data={**hidden(html), **first, "go": "next"})
    return pairs


def _form(draw: Random, person: Stranger, chosen: Mapping[str, str]) -> Pairs:
    if "page" not in chosen:
        first = {name: values[0].encode() for name, values in person.known.items() if values}
        return draw.choice(([], [(b"code", first["code"])], [(b"link", first["token"])]))
    choices: dict[bytes, list[bytes]] = {}
    for name, value in person.pages[chosen["page"]]:
        choices.setdefault(name, []).append(value or b"Said by a stranger")
    pairs = [(name, draw.choice(values)) for name, values in choices.items() if draw.random() < 0.7]
    return [*pairs, (b"go", draw.choice(BUTTONS))]


def _pairs(html: str) -> Pairs:
    """Names and values of a page's answers; options of a list count under the list's name."""
    pairs, name = [], ""
    for tag in FIELD.findall(html):
        named, value = NAME.search(tag), VALUE.search(tag)
        name = named[1] if named else name
        if name not in ("", "clear", "csrf_token", "go", "seen"):
            pairs.append((name.encode(), value[1].encode() if value else b""))
    return pairs
