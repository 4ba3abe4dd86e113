from __future__ import annotations

from portal.survey.file.parsing import parse
from portal.survey.telling import asked_by

SOURCE = """---
id: asked
version: "1"
title: Asked
kind: anonymous
minutes: 1
breakdowns: [service, role]
scales:
  often: {never: {label: Never}, always: {label: Always}}
---

# First {#first}

```question
id: service
type: choice
label: Service?
options: {children: Children, adults: Adults}
```

```question
id: role
type: choice
label: Role?
options: {worker: Worker, manager: Manager}
```

```question
id: registered
type: choice
label: Registered?
show_if: {role: worker}
options: {yes_it_is: Yes, not_yet: Not yet}
fact: false
```

```question
id: seen
type: grid
scale: often
label: How often?
rows:
  families: {label: Families, show_if: {service: children}}
  colleagues: Colleagues
```

# Second {#second}

```page
show_if: {not: {registered: not_yet}}
```

```question
id: renewed
type: choice
label: Renewed?
options: {in_time: In time, late: Late}
fact: false
```
"""
ASKED = parse(SOURCE)


def test_what_every_person_is_asked_tells_no_breakdown() -> None:
    told = asked_by(ASKED, frozenset(["service", "role"]))
    assert told.isdisjoint({"service", "role", "colleagues"})


def test_a_row_that_is_asked_of_one_service_tells_the_service() -> None:
    assert asked_by(ASKED, frozenset(["service"])) == {"families"}


def test_what_depends_on_an_answer_that_tells_the_role_tells_it_too() -> None:
    assert asked_by(ASKED, frozenset(["role"])) == {"registered", "renewed"}


def test_nothing_tells_of_no_breakdown() -> None:
    assert asked_by(ASKED, frozenset()) == frozenset()
