"""A round's cookies hold the resume codes of this browser, and the scores on their way to the last
page.

The first code is the one in use. Others are of drafts begun here under other links: only those
links lead back to them, so that on a shared computer nobody meets somebody else's answers.
"""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from portal.services.answering import arriving, own_scores
from portal.web.desk import desk

MOST = 5
"""This many codes are kept for one round."""
_NONE = "none"


def held(round_code: str) -> list[bytes | None]:
    """Return the codes, that in use (or none) first."""
    texts = request.cookies.get(_name(round_code), "").split(".")[:MOST]
    current, *others = [arriving.code_of(text) for text in texts]
    return [current, *(code for code in others if code)]


def current(round_code: str) -> bytes | None:
    return held(round_code)[0]


def codes(round_code: str) -> list[bytes]:
    return [code for code in held(round_code) if code]


def take_up(response: Response, round_code: str, code: bytes) -> None:
    """Make this the code in use; the others stay."""
    _set(response, round_code, [code, *(c for c in codes(round_code) if c != code)])


def let_go(response: Response, round_code: str) -> None:
    """Forget the code in use; the others stay, none of them in use."""
    _set(response, round_code, [None, *(c for c in held(round_code)[1:])])


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


def take_scores_back(response: Response, round_code: str) -> None:
    """Delete the scores, since they are shown once."""
    _delete(response, _name(round_code, "scores"))


def _set(response: Response, round_code: str, held_codes: list[bytes | None]) -> None:
    texts = [arriving.code_text(c).replace("-", "") if c else _NONE for c in held_codes[:MOST]]
    if texts == [_NONE]:
        _delete(response, _name(round_code))
        return
    response.set_cookie(
        _name(round_code),
        ".".join(texts),
        max_age=60 * 60 * 24 * 60,
        secure=desk().https,
        httponly=True,
        samesite="Lax",
    )


def _delete(response: Response, name: str) -> None:
    """Delete only what is there: a round's code comes from the address, which may hold anything."""
    if name in request.cookies:
        response.delete_cookie(name, secure=desk().https, httponly=True, samesite="Lax")


def _name(round_code: str, what: str = "answers") -> str:
    return f"{'__Host-' if desk().https else ''}{what}-{round_code}"
