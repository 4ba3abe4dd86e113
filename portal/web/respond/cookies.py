"""A round's cookies hold the resume codes of this browser, and for five minutes the scores of the
answers that were submitted in it.

The first code is the one in use. Others are of drafts begun here under other links: only those
links lead back to them, so that on a shared computer nobody meets somebody else's answers. A
browser forgets them when it is closed, but for those of people who have asked it to remember them:
these stand in a second cookie too, which is read where the first is gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from flask import request
from werkzeug.wrappers import Response

from portal.services.answering import arriving, own_scores
from portal.web.desk import desk

MOST = 5
"""This many codes are kept for one round."""
LIVES = 60 * 60 * 24 * 60
"""A browser remembers somebody who has asked it to for so many seconds."""
_NONE = "none"


def held(round_code: str) -> list[bytes | None]:
    """Return the codes, that in use (or none) first."""
    texts = request.cookies.get(_name(round_code)) or request.cookies.get(_kept(round_code), "")
    current, *others = [arriving.code_of(text) for text in texts.split(".")[:MOST]]
    return [current, *(code for code in others if code)]


def current(round_code: str) -> bytes | None:
    return held(round_code)[0]


def codes(round_code: str) -> list[bytes]:
    return [code for code in held(round_code) if code]


def take_up(response: Response, round_code: str, code: bytes, *, remember: bool) -> None:
    """Make this the code in use; the others stay, but nobody's scores: whoever begins here may be
    somebody else. ``remember``: also when the browser is closed."""
    kept = {*_remembered(round_code), *([code] if remember else [])}
    _set(response, round_code, [code, *(c for c in codes(round_code) if c != code)], kept)
    remove_scores(response, round_code)


def let_go(response: Response, round_code: str) -> None:
    """Forget the code in use; the others stay, none of them in use."""
    gone, *others = held(round_code)
    _set(response, round_code, [None, *others], {*_remembered(round_code)} - {gone})


def give_scores(response: Response, round_code: str, note: str) -> None:
    response.set_cookie(
        _name(round_code, "scores"),
        note,
        max_age=own_scores.LIVES,
        secure=desk().https,
        httponly=True,
        samesite="Lax",
    )


def scores(round_code: str) -> str:
    return request.cookies.get(_name(round_code, "scores"), "")


def remove_scores(response: Response, round_code: str) -> None:
    """Delete the scores, and with them that answers were submitted in this browser."""
    _delete(response, _name(round_code, "scores"))


def _remembered(round_code: str) -> Iterator[bytes]:
    texts = request.cookies.get(_kept(round_code), "").split(".")
    return filter(None, map(arriving.code_of, texts))


def _set(
    response: Response, round_code: str, held_codes: list[bytes | None], kept: Set[bytes | None]
) -> None:
    some = held_codes[:MOST]
    _put(response, _name(round_code), some if some != [None] else [])
    _put(response, _kept(round_code), [code for code in some if code in kept], LIVES)


def _put(
    response: Response, name: str, several: Sequence[bytes | None], lives: int | None = None
) -> None:
    texts = [arriving.code_text(code).replace("-", "") if code else _NONE for code in several]
    if not texts:
        _delete(response, name)
        return
    value, secure = ".".join(texts), desk().https
    response.set_cookie(name, value, lives, secure=secure, httponly=True, samesite="Lax")


def _delete(response: Response, name: str) -> None:
    """Delete only what is there: a round's code comes from the address, which may hold anything."""
    if name in request.cookies:
        response.delete_cookie(name, secure=desk().https, httponly=True, samesite="Lax")


def _kept(round_code: str) -> str:
    return _name(round_code, "remembered")


def _name(round_code: str, what: str = "answers") -> str:
    return f"{'__Host-' if desk().https else ''}{what}-{round_code}"
