"""How old one has to be to read a page: the grade of Flesch and Kincaid, and five years; and the
sentences that are too long."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

TERMS = {
    *("social", "worker", "workers", "practitioner", "practitioners", "principal"),
    *("organisation", "organisations", "administrator", "administrators", "questionnaire"),
    *("supervision", "supervisor", "standard", "standards", "employer", "employers"),
    *("registration", "registered", "professional"),
}
"""Words of the field, which its people read as they read short ones."""
READ = "p, li, h1, h2, h3, legend, label, summary, dt, dd"
_WORD = re.compile(r"[A-Za-z’']+")
_END = re.compile(r"[.!?:]+\s|\n+")
MOST_WORDS = 25
"""In a sentence, as the GOV.UK content style has it."""


def age(html: str) -> float:
    """Return the age for what stands in a page's main part, or in a letter."""
    words, sentences = _WORD.findall("\n".join(_texts(html))), _sentences(html)
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59 + 5


def long_sentences(html: str) -> list[str]:
    return [each for each in _sentences(html) if len(_WORD.findall(each)) > MOST_WORDS]


def _sentences(html: str) -> list[str]:
    text = "\n".join(_texts(html))
    return [each for each in _END.split(text) if re.search("[A-Za-z]{2}", each)]


def _texts(html: str) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    return [" ".join(each.get_text(" ").split()) for each in (soup.main or soup).select(READ)]


def _syllables(word: str) -> int:
    word = word.lower()
    if word in TERMS:
        return 1
    if len(word) > 3 and not word.endswith(("le", "ted", "ded")):
        word = re.sub("(e|es|ed)$", "", word)
    return max(1, len(re.findall("[aeiouy]+", word)))
