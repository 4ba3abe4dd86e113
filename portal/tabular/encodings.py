"""A text says by its first bytes, or by being nothing else, which encoding it has; or it is guessed
from the names in it."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from portal.errors import Refused

ENCODINGS = {
    "cp1252": "Windows",
    "mac_roman": "Mac",
    "cp850": "DOS",
    "cp1250": "Windows, Central European",
    "cp1254": "Windows, Turkish",
}
"""By the name that Python has for them, the encodings without a mark, in the words of people; the
likelier first."""
GUESSED = ("cp1252", "mac_roman", "cp850")
"""The names of few in Britain are written otherwise; whoever sees them wrong can choose."""
NO_LIST = "This is neither a spreadsheet (Excel, .xlsx, or OpenDocument, .ods) nor a CSV file."
LOOKED_AT = 1000
"""UTF-16 without its mark is looked for in this many bytes."""
MIXED = (
    "Line {} holds a letter that is not in the encoding (UTF-8) of the others. Correct it and "
    "save the file as “CSV UTF-8”."
)
FEW = 5
"""So many letters in UTF-8 for one that is not: by chance there is hardly one."""
SAMPLE = 2000
"""So many letters that are not ASCII are weighed."""
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_AFTER_THE_END = "\x00\x1a \t\r\n"
"""DOS wrote Ctrl+Z there; other programs fill a last block up."""
_OTHERS = re.compile(r"[^\x00-\x7f]")
_WEIGHTS = {
    **dict.fromkeys("é", 4.0),
    **dict.fromkeys("öüóáí", 3.0),
    **dict.fromkeys("èëäñçøåêïô", 2.5),
    **dict.fromkeys("àúâ", 2.0),
    **dict.fromkeys("æýîßšžãûõòìùœ", 1.0),
    **dict.fromkeys("ðþÿğış", 0.5),
}
"""How often a letter stands in names of people in Britain, roughly."""
_VOWELS = "aeiouáéíóúy"
_BEFORE = {"ç": "aouãáó", "ñ": _VOWELS}
_AFTER = dict.fromkeys("ëï", "aou")
"""Such a letter hardly stands elsewhere: François, Noël."""
_ALONE = "àáâãäåèêìîòóôõöùúûü"
"""Hardly a vowel follows on these."""
_BETWEEN = "–—“”\u00a0£€·…•"
_ODD, _STRANGE = -2.0, -4.0


def decoded(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return a text, and which of ``ENCODINGS`` was guessed for it, or taken as the person chose;
    or nothing where it can be no other. Raises ``Refused`` for what is no text."""
    content, guessed = _decoded(data, encoding)
    kept = content.rstrip(_AFTER_THE_END)
    if _BINARY.search(kept or content):
        raise Refused(NO_LIST)
    return kept, guessed


def _decoded(data: bytes, encoding: str) -> tuple[str, str]:
    if marked := _utf_16(data):
        try:
            return data[: len(data) // 2 * 2].decode(marked), ""
        except UnicodeDecodeError as error:
            raise Refused(NO_LIST) from error
    if encoding in ENCODINGS and not data.startswith(codecs.BOM_UTF8):
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        if _is_mixed(data):
            line = data.count(b"\n", 0, error.start) + 1
            raise Refused(MIXED.format(line)) from error
        readings = {name: data.decode(name, "replace") for name in GUESSED}
        guess = max(readings, key=lambda name: _likelihood(readings[name]))
        return readings[guess], guess


def _is_mixed(data: bytes) -> bool:
    """Say whether it is UTF-8 for the most part, as of a list that was put together."""
    content = data.decode("utf-8", "replace")
    wrong = content.count("\ufffd")
    return len(content) - len(_OTHERS.sub("", content)) - wrong > FEW * wrong


def _utf_16(data: bytes) -> str:
    """Know UTF-16 by its mark; without, of Western letters one byte in two is zero, and the others
    are not."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    begins = data[:LOOKED_AT]
    first, second = begins[0::2].count(0), begins[1::2].count(0)
    if min(first, second) or max(first, second) <= max(len(begins) / 3, 4):
        return ""
    return "utf-16-le" if second else "utf-16-be"


def _likelihood(content: str) -> float:
    return sum(_weight(content, at.start()) for at in islice(_OTHERS.finditer(content), SAMPLE))


def _weight(content: str, at: int) -> float:
    """Weigh a character by itself, and by its neighbours: “é” fits between two letters, “Ž” at the
    beginning of a word, “’” after the O of O’Brien."""
    it, before, after = content[at], content[at - 1 : at], content[at + 1 : at + 2]
    earlier = content[max(at - 2, 0) : max(at - 1, 0)]
    if it in "‘’":
        return _quote(it, earlier, before, after)
    if it in _BETWEEN:
        return _ODD if before.isalpha() and after.islower() else 0.5
    if it.lower() not in _WEIGHTS:
        return _STRANGE
    if it.isupper():
        fits = not before.islower()
        return _WEIGHTS[it.lower()] * (0.3 if before.isalpha() else 0.6) if fits else _ODD
    if after.isupper() or (before.isupper() and earlier.isupper()):
        return _ODD
    return _of_letter(it, before.lower(), after.lower())


def _of_letter(it: str, before: str, after: str) -> float:
    weight = _WEIGHTS[it]
    if after not in _BEFORE.get(it, after) or before not in _AFTER.get(it, before):
        return weight / 4
    if after and it in _ALONE and after in _VOWELS:
        return weight / 2
    return weight if before.isalpha() else weight / 8


def _quote(it: str, earlier: str, before: str, after: str) -> float:
    """It stands after the first letter of a name (O’Brien), before a capital, or in a genitive."""
    if not before.isalpha():
        return 0.5 if after.isalpha() else _ODD
    if it == "’" and (after.isupper() or after == "s" or (before == "s" and after == " ")):
        return 3.0
    return 2.5 if it == "’" and after.isalpha() and not earlier.isalpha() else _ODD
