"""An organisation that comes under a new name is asked about where its mail domain, or somebody who
works there, is known: it may be one that the list no longer has."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from portal.services.organisations import naming
from portal.services.organisations.contacts import Contacts
from portal.services.organisations.register import OrganisationInfo
from portal.tabular.asking import Question

NEW = "new"


def asked(
    newcomers: Sequence[tuple[int, Mapping[str, str]]],
    contacts: Mapping[int, Contacts],
    missing: Collection[str],
    register: Mapping[str, OrganisationInfo],
    workplaces: Mapping[str, str],
) -> dict[int, Question]:
    """Ask of each newcomer, by its row, whether it is one of those of the register that the list
    has not. ``workplaces``: the codes of PSWs' organisations, by their addresses."""
    names = {code: register[code].name for code in missing}
    of_domain = _of_domain(register.values())
    questions = dict[int, Question]()
    for row, record in newcomers:
        signs = dict[str, str]()
        for each in contacts[row].psws:
            if (code := workplaces.get(each.email, "")) in names:
                signs.setdefault(code, "a principal social worker")
        for domain in record.get("domains", "").split():
            if (code := of_domain.get(domain, "")) in names:
                signs.setdefault(code, "the mail domain")
        if signs and record["name"]:
            questions[row] = _question(row, record["name"], signs, names)
    return questions


def successor(
    left: OrganisationInfo,
    rows: Sequence[tuple[int, Mapping[str, str]]],
    register: Mapping[str, OrganisationInfo],
) -> str:
    """Return the name of the organisation of the list that has now a mail domain which was that of
    one that it has not; nothing where there is none."""
    own = {domain for domain, code in _of_domain(register.values()).items() if code == left.code}
    taken = (of["name"] for _, of in rows if own.intersection(of.get("domains", "").split()))
    return next(taken, "")


def _of_domain(register: Collection[OrganisationInfo]) -> dict[str, str]:
    """Return whose each mail domain is; one that several have tells nothing."""
    pairs = [(domain, each.code) for each in register for domain in {*each.domains.split()}]
    number = Counter(domain for domain, _ in pairs)
    return {domain: code for domain, code in pairs if number[domain] == 1}


def _question(row: int, name: str, signs: Mapping[str, str], names: Mapping[str, str]) -> Question:
    which = " and ".join(_signs(signs, names))
    place = "in the place of them" if len(signs) > 1 else "and another"
    return Question(
        key=f"same-{hashlib.sha256(naming.alike(name).encode()).hexdigest()[:12]}",
        about=f"“{name}”",
        text=f"“{name}” (row {row}) has {which}, not in the file. Is it the same?",
        choices=(
            *(
                (code, f"It is “{names[code]}” with a new name, and keeps the code {code}")
                for code in signs
            ),
            (NEW, f"It is a new organisation, {place}"),
        ),
        missing=f"Choose what “{name}” is.",
        hint="With a new name it keeps its accounts and the results of earlier years, too.",
    )


def _signs(signs: Mapping[str, str], names: Mapping[str, str]) -> Iterator[str]:
    for code, sign in signs.items():
        yield f"{sign} of “{names[code]}”"
