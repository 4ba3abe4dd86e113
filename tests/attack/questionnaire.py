"""A questionnaire with breakdowns, a grid and a comment, and thirty people to answer it."""

from __future__ import annotations

import random

from tests.attack.respondents import Person

PEOPLE = 30
SERVICES = ("children", "adults", "hospital", "prison", "fostering")
ROLES = tuple(f"role_{letter}" for letter in "abcdefghijklmnop")
YEARS = tuple(f"years_{number}" for number in range(1, 31))
SCALE = {"never": 0, "seldom": 25, "at_times": 50, "often": 75, "always": 100}
ROWS = ("heard", "safe", "fair", "clear", "calm", "paid", "kept", "known", "helped", "trusted")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{name}: The word {name}" for name in names)


def _of_each_group() -> str:
    """Whoever is asked one of these belongs to that service, or has that role."""
    groups = [("service", name) for name in SERVICES] + [("role", name) for name in ROLES]
    rows = (f"only_{name}: {{label: {name}, show_if: {{{of}: {name}}}}}" for of, name in groups)
    return ", ".join(rows)


SOURCE = f"""---
id: attacked
version: "1"
title: The attacked check
kind: anonymous
minutes: 3
breakdowns: [service, role]
scales:
  often: {{{", ".join(f"{k}: {{label: {k}, points: {points}}}" for k, points in SCALE.items())}}}
scores:
  support: {{title: Support, standard: 4, items: [{", ".join(ROWS)}]}}
---

# About you {{#about}}

```question
id: service
type: choice
label: Which service?
options: {{{_listed(SERVICES)}}}
```

```question
id: role
type: choice
label: Which role?
options: {{{_listed(ROLES)}}}
```

```question
id: years
type: choice
label: How many years have you been here?
fact: true
options: {{{_listed(YEARS)}}}
```

```question
id: duties
type: grid
scale: often
label: How often do the duties of your service and your role come first?
rows: {{{_of_each_group()}}}
```

# Support {{#support}}

```question
id: support_items
type: grid
scale: often
label: How often?
rows: {{{_listed(ROWS)}}}
```

# In your words {{#words}}

```question
id: own_words
type: comment
label: What else?
max: 1000
```
"""


def cast(chance: random.Random) -> tuple[Person, ...]:
    """Half of them in one service, so that a breakdown survives the count; comments of all
    lengths, since lengths are what an attacker would like to see."""
    lengths = chance.sample(range(20, 1000, 7), PEOPLE)
    return tuple(_person(chance, number, length) for number, length in enumerate(lengths, 1))


def _person(chance: random.Random, number: int, length: int) -> Person:
    service, role = chance.choice(SERVICES[:1] * 3 + SERVICES), chance.choice(ROLES)
    asked = {f"only_{service}": "always", f"only_{role}": "always"}
    return Person(
        email=f"remi{number}@northshire.example.org",
        knowable={"service": service, "role": role, "years": chance.choice(YEARS), **asked},
        grid={row: chance.choice(tuple(SCALE)) for row in ROWS},
        comment="".join(chance.choices("abcdefghij", k=length)),
    )
