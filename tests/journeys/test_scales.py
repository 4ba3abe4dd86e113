"""Options of a scale stand side by side where there is room for their words, else one under the
other."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Locator, expect

from tests.journeys import audit
from tests.journeys.site import Site
from tests.journeys.visitor import ONCE, Visit

LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 2
SOURCE = f"""---
id: scales
version: "1"
title: Scales
kind: return
minutes: 1
scales:
  three: {{a: Not met, b: Partly met, c: Fully met, dont_know: Don't know}}
  five: {{a: {{label: Strongly disagree, points: 0}}, b: {{label: Disagree, points: 25}},
    c: {{label: Neither agree nor disagree, points: 50}}, d: {{label: Agree, points: 75}},
    e: {{label: Strongly agree, points: 100}}, f: Not applicable to me, g: Don't know}}
  six: {{a: Strongly disagree, b: Disagree, c: Rather not, d: Rather so, e: Agree, f: Fully agree}}
  seven: {{a: "0", b: "1", c: "2", d: "3", e: "4", f: "5", g: "6"}}
  arabic: {{a: لا أوافق بشدة, b: لا أوافق, c: أوافق, d: أوافق بشدة, dont_know: لا أعرف}}
  long: {{a: {LONG}, b: Short}}
---

Scales of many lengths.

# All {{#all}}

```question
id: posts
type: number
label: How many posts?
unit: posts
estimate: true
unknown: true
```
"""
GRID = """
```question
id: grid_{0}
type: grid
scale: {0}
label: How is {0}?
rows: {{ {0}_1: It is well, {0}_2: {1} }}
```
"""
SCALES = ("three", "five", "six", "seven", "arabic", "long")
LINES = {
    1280: {"three": [4], "five": [7], "six": [6], "seven": [7], "arabic": [5], "long": [2]},
    390: {"three": [3, 1], "five": [5, 2], "six": [1] * 6, "seven": [7], "arabic": [4, 1]},
    320: {"three": [3, 1], "five": [5, 2], "six": [1] * 6, "seven": [7], "long": [1, 1]},
    195: {"three": [1] * 4, "five": [1] * 7, "seven": [1] * 7, "long": [1, 1]},
}
"""How many options stand on each line, by width in CSS pixels; 195 is 390 at a text of 200 %."""


def lines(scale: Locator) -> list[int]:
    tops = scale.locator(".govuk-radios__item").evaluate_all(
        "all => all.map(each => Math.round(each.getBoundingClientRect().top))"
    )
    return list(Counter(tops).values())


@ONCE
def test_options_stand_side_by_side_where_they_have_room_and_numbers_choose_them(
    site: Site, visit: Visit
) -> None:
    site.house.open_round(source=SOURCE + "".join(GRID.format(each, LONG) for each in SCALES))
    pat = visit()
    pat.open(site.link())
    pat.press("Open the return")
    pat.follow("All")
    for width, expected in LINES.items():
        pat.page.set_viewport_size({"width": width, "height": 800})
        stood = {each: lines(pat.page.locator(f".row:has([name=q_{each}_1])")) for each in expected}
        assert (width, stood) == (width, expected)
        assert pat.page.evaluate("document.scrollingElement.scrollWidth") == width
    pat.option("seven_1", "a").focus()
    pat.page.keyboard.press("7")
    pat.page.keyboard.press("5")
    expect(pat.option("seven_1", "f")).to_be_checked()
    expect(pat.option("seven_2", "a")).to_be_focused()
    assert audit.faults(pat.page) + audit.on_a_phone(pat.page) == []


DIGITS = f"""---
id: digits
version: "1"
title: Digits
kind: return
minutes: 1
scales:
  eleven: {{{", ".join(f'{letter}: "{n}"' for n, letter in enumerate("abcdefghijk"))}}}
  ends: {{a: 1 Very poor, b: "2", c: "3", d: "4", e: 5 Very good}}
---

Digits.

# All {{#all}}
"""
TOLD = """
```question
id: told
type: comment
label: Anything to add?
```
"""


@ONCE
def test_a_digit_never_chooses_half_of_a_number_or_stands_in_a_text(
    site: Site, visit: Visit
) -> None:
    grids = "".join(GRID.format(each, "And so it goes") for each in ("eleven", "ends"))
    site.house.open_round(source=DIGITS + grids + TOLD)
    pat = visit()
    pat.open(site.link())
    pat.press("Open the return")
    pat.follow("All")
    pat.option("eleven_1", "a").focus()
    pat.page.keyboard.type("10")
    expect(pat.page.locator("[type=radio]:checked")).to_have_count(0)
    expect(pat.option("eleven_1", "a")).to_be_focused()
    pat.option("ends_2", "a").focus()
    pat.page.keyboard.type("15")
    expect(pat.option("ends_2", "e")).to_be_checked()
    expect(pat.page.get_by_label("Anything to add?")).to_have_value("")
