"""What a list calls things is put into the register's words: columns, types and regions, mail
domains, and codes where it has none. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from difflib import get_close_matches

from portal.services.organisations.register import TAKEN
from portal.tabular.headed import Field

LONGEST = 40
"""Characters of a code."""
NEAR = 3
"""So many that may be meant are shown."""
_BEFORE = re.compile(
    r"(the )?((royal|london|metropolitan) )*(borough|city|county|council) of (the )?"
)
_AFTER = re.compile(
    r"( (county|city|borough|district|metropolitan|unitary))* (council|authority)"
    r"| nhs( foundation)? trust"
)
_BETWEEN = re.compile(r"[\s,;|]+")
_WEB = re.compile(r"https?://|www\.")
NONE = {"", "-", "–", "none", "n/a", "and", "or", "&"}
"""They stand between domains, or where there is none."""
PSW, PSW_EMAIL, HOLDER, HOLDER_EMAIL = PEOPLE = (
    *("psw", "psw_email"),
    *("return_holder", "return_email"),
)
"""Columns of people: the principal social workers, and who gets the link of the return."""
FIELDS = (
    Field(
        "code",
        (
            *("organisation code", "org code", "short code", "council code", "la code"),
            *("authority code", "ons code", "gss code", "ons", "gss", "reference", "id"),
        ),
        needed=False,
    ),
    Field(
        "name",
        (
            *("organisation name", "organisation", "org name", "organization", "org"),
            *("council", "council name", "local authority", "local authority name", "authority"),
            *(
                "authority name",
                "la",
                "la name",
                "employer",
                "employer name",
                "trust",
                "trust name",
            ),
        ),
    ),
    Field(
        "type",
        (
            *("organisation type", "org type", "type of organisation", "council type", "la type"),
            *("authority type", "employer type", "type of authority", "kind", "category"),
        ),
    ),
    Field("region", ("region name", "english region", "area")),
    Field(
        "domains",
        ("domain", "email domain", "mail domain", "domain name", "email domain name"),
        needed=False,
    ),
    Field(
        "reply_to",
        ("replies to", "reply address", "reply email", "address for replies", "reply to email"),
        needed=False,
    ),
    Field(
        PSW,
        (
            *("psw name", "name of psw", "principal social worker", "lead", "lead name"),
            *("principal social worker name", "contact", "contact name", "named contact"),
        ),
        needed=False,
        several=True,
    ),
    Field(
        PSW_EMAIL,
        (
            *("psw email address", "psw mail", "psw address", "email of psw"),
            *("principal social worker email", "principal social worker email address"),
            *("lead email", "contact email", "contact email address", "email", "email address"),
        ),
        needed=False,
        several=True,
    ),
    Field(
        HOLDER,
        ("return name", "holder", "holder name", "holder of the return", "return contact"),
        needed=False,
    ),
    Field(
        HOLDER_EMAIL,
        (
            *("return email address", "return address", "holder email", "holder email address"),
            *("return holder email", "return holder email address", "return contact email"),
        ),
        needed=False,
    ),
)


def alike(text: str) -> str:
    """Write a name without what spellings differ in: case, spaces, signs, accents, “&”."""
    return "".join(_words(text)) or text.casefold()


def same(value: str, known: Collection[str]) -> str:
    """Return the one that is written so but for what spellings differ in; else nothing."""
    if value in known:
        return value
    return next((each for each in known if alike(each) == alike(value)), "")


def near(value: str, known: Collection[str]) -> list[str]:
    """List those that may be meant, the likeliest first."""
    word, by_word = alike(value), {alike(each): each for each in known}
    close = get_close_matches(word, by_word, n=NEAR)
    close += [each for each in by_word if each not in close and (word in each or each in word)]
    return [by_word[each] for each in close[:NEAR]]


def domains(text: str) -> tuple[str, tuple[str, ...]]:
    """Read mail domains as they stand in lists, with commas or semicolons between them, after an @;
    and name those that were addresses of a page or a person."""
    kept, other = dict[str, None](), list[str]()
    for part in _BETWEEN.split(text.lower()):
        domain = part.strip("<>()").removeprefix("mailto:")
        if domain in NONE:
            continue
        if _WEB.match(domain):
            domain = _WEB.sub("", domain).partition("/")[0].partition(":")[0]
        domain = domain.rpartition("@")[2]
        if domain != part.removeprefix("@"):
            other.append(f"“{part}” as {domain}")
        kept[domain] = None
    return " ".join(kept), tuple(other)


def code(name: str, taken: Collection[str]) -> str:
    """Make a code of a name that none of ``taken``, in small letters, has; nothing of a name
    without letters."""
    return next((each for each in _codes(name) if each not in taken and each not in TAKEN), "")


def _codes(name: str) -> Iterator[str]:
    whole = " ".join(_words(name))
    if not whole:
        return
    short = _BEFORE.sub("", whole, count=1) if _BEFORE.match(whole) else whole
    if ending := re.search(f"({_AFTER.pattern})$", short):
        short = short[: ending.start()]
    for each in filter(None, (short, whole)):
        yield _cut(each, LONGEST)
    for number in range(2, 10_000):
        yield f"{_cut(short or whole, LONGEST - 5)}-{number}"


def _cut(words: str, most: int) -> str:
    return words.replace(" ", "-")[:most].strip("-")


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).replace("’", "'")
    letters = "".join(each for each in plain if not unicodedata.combining(each)).casefold()
    return re.findall(r"[a-z0-9]+", letters.replace("'", ""))
