"""Sheets of a national round, as rows of cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from portal.services.enrolment import importing, places
from portal.services.enrolment.importing import Enrolment
from portal.services.organisations import lists
from portal.services.organisations.lists import OrganisationList
from portal.services.organisations.naming import FIELDS
from portal.services.staff import accounts
from portal.store.letters import Notice
from portal.store.people import Invitation
from portal.store.records import Audit
from portal.store.rounds import Participation
from portal.tabular import headed
from portal.tabular.rows import Sheet
from tests.factories import ADA, House

HEAD = ("Code", "Name", "Type", "Region", "Domains", "PSW", "PSW email")
RETURNS = (*HEAD, "Return holder", "Return email")
PLACE = ("other", "London")
NORTH = (
    *("north", "North Council", *PLACE, "north.example.org"),
    *("Nora Ash", "nora@north.example.org"),
)
SOUTH = (
    *("south", "South Council", *PLACE, "south.example.org"),
    *("Sam Birch", "sam@south.example.org"),
)
RETURN = """---
id: return
version: "1"
title: The return
kind: return
minutes: 3
---

{{organisation}} says how it is.

# Staff {#staff}

```question
id: number
type: number
label: How many social workers have you?
```
"""


def listed(*rows: Sequence[str], head: Sequence[str] = HEAD) -> OrganisationList:
    sheet = Sheet(list(enumerate([tuple(head), *map(tuple, rows)], 1)))
    return OrganisationList(headed.listed(sheet, FIELDS), ())


def chosen(*codes: str, **answers: str) -> Mapping[str, str]:
    return {places.ROUNDS: ",".join(codes), **answers}


def put(
    *rows: Sequence[str], given: Mapping[str, str] | None = None, head: Sequence[str] = HEAD
) -> Enrolment:
    return importing.put(listed(*rows, head=head), given or {}, ADA, House.now)


def look(
    *rows: Sequence[str], given: Mapping[str, str] | None = None, head: Sequence[str] = HEAD
) -> Enrolment:
    return importing.looked_at(listed(*rows, head=head), given or {})


def keys(of: Enrolment) -> list[str]:
    """What each question is about, and how its key begins."""
    return [each.key for each in of.questions if not each.answer(of.answers)]


def there() -> tuple[object, ...]:
    """All that a sheet can write."""
    known, people = lists.compared()
    return (
        sorted(known.items()),
        sorted(
            (each.email, each.name, each.organisation, each.suspended) for each in people.values()
        ),
        sorted((row.round_id, row.organisation_id) for row in Participation.select()),
        sorted((row.round_id, row.organisation_id, row.email) for row in Invitation.select()),
        sorted(accounts.by_id(row.staff_id).email for row in Notice.select()),
        Audit.select().count(),
    )
