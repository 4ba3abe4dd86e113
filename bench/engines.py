"""One person's way from the link to the last page, in Firefox and in WebKitGTK, on a phone and at a
desk: what is chosen by clicking, what the pages then show, and what the browser complains of.

    python -m bench.engines [--pictures FOLDER]

At the desk another role answers, so that each engine sees every page. Exits 1 if anything is not as
it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from bench import servers
from bench.back import NEXT, START, SUBMIT
from bench.phone import OPEN, TEXTS
from bench.serving import Web
from bench.windows import SETTLES, Firefox, WebKit, Window, window
from portal.survey.file.parsing import parse
from tests.journeys.audit import SMALL, THUMB

SOURCE = (servers.ROOT / "questionnaires" / "practitioner" / "2026.2.md").read_text()
ENGINES = (Firefox, WebKit)
PHONE, DESK = 390, 1280
HEIGHT = 844
ROLES = {PHONE: "social_worker", DESK: "other_professional"}
NOT_ASKED = {PHONE: "other_registration", DESK: "registration"}

PLACE = "return location.pathname.split('/').at(-1)"
WIDE = "return document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
WIDTH = "return innerWidth"
ROWS = "return [...document.querySelectorAll('.row')].map(row => row.querySelector('input').name)"
RADIO = "return document.getElementsByName(arguments[0])[arguments[1]].id"
ROLE = "return document.querySelector(`[name=q_role][value=${arguments[0]}]`).id"
CENTRE = "document.getElementById(arguments[0]).scrollIntoView({block: 'center'})"
IN_VIEW = """
const row = document.getElementsByName(arguments[0])[0].closest(".row");
const {top, bottom} = row.getBoundingClientRect();
return top >= 0 && bottom <= innerHeight;
"""
NONE_CHOSEN = "return ![...document.getElementsByName(arguments[0])].some(e => e.checked)"
CHOSEN = """
const chosen = [...document.querySelectorAll("#answers input:checked")];
const one = chosen.filter(e => e.type === "radio" && !e.closest(".question:has([data-specify])"));
return one.map(e => [e.name, e.labels[0].textContent.trim()]);
"""
ON_THE_CHECK = """
return [...document.querySelectorAll("main .govuk-summary-list__row")].map(row =>
  [row.querySelector("a").hash.slice(1), row.querySelector("dd").textContent.trim()]);
"""
SCORES = """
return [...document.querySelectorAll(".scores tbody tr")].map(row => {
  const [track, value] = ["track", "value"].map(part => row.querySelector(`.rating__${part}`));
  const tag = row.querySelector(".band");
  const [whole, part] = [track, value].map(bar => bar ? bar.getBoundingClientRect().width : 0);
  const colour = (part, name) => part && getComputedStyle(part)[name];
  const told = [row.querySelector("th").textContent.trim(), tag && tag.textContent];
  return [...told, part / whole, colour(value, "fill"), colour(tag, "backgroundColor")];
});
"""
ASKED_SMALL = f"return ({SMALL})(arguments[0])"
BAR = "rgb(11, 85, 99)"
BANDS = (
    (0, "Improve", "rgb(251, 227, 223)"),
    (51, "Monitor", "rgb(253, 238, 203)"),
    (75, "Sustain", "rgb(216, 239, 223)"),
)
"""From how many per cent, the word, and the colour behind it."""


@dataclass
class Journey:
    """``said``: what was chosen, by field; ``wrong``: all that is not as it should be."""

    window: Window
    width: int
    pictures: Path | None
    pages: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    moved: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        told = f"{self.window.version} | {self.width} | {len(self.pages)} | {len(self.said)}"
        return f"| {told} | {self.moved} | {len(self.wrong)} |"

    def go(self, link: str) -> None:
        """From the link to the last page."""
        self.window.size(self.width, HEIGHT)
        self.window.open(link)
        self.look()
        self.window.leave(START)
        while self.look() != "check":
            self.pages.append(self.place)
            self.answer()
            self.look()
            self.window.leave(NEXT)
            if self.place == self.pages[-1]:  # it asks once whether something is right
                self.window.leave(NEXT)
        self.compare()
        self.window.leave(SUBMIT)
        self.look()
        self.scores()
        asked = {page.id for page in parse(SOURCE).pages} - {NOT_ASKED[self.width]}
        self.expect(set(self.pages) == asked, f"pages: {self.pages}")

    @property
    def place(self) -> str:
        return str(self.window.run(PLACE))

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def look(self) -> str:
        """What each page must be; where that is."""
        place = self.place
        wide = self.window.run(WIDE)
        self.expect(self.window.run(WIDTH) == self.width, f"{place}: not {self.width} px wide")
        self.expect(wide <= 0, f"{place}: {wide} px wider than the window")
        self.wrong += [f"{place}: {said}" for said in self.window.console()]
        if self.width == PHONE:
            self.wrong += [f"{place}: {small}" for small in self.window.run(ASKED_SMALL, THUMB)]
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            number = len(list(self.pictures.iterdir()))
            self.window.picture(self.pictures / f"{number:02}-{place}.png")
        return place

    def answer(self) -> None:
        """Statements by another option on each page, so that scores fall into each band; what else
        there is by its middle option."""
        if self.place == "about":
            self.tap(self.window.run(ROLE, ROLES[self.width]))
        self.statements(self.window.run(ROWS), len(self.pages) % 5)
        while todo := self.window.run(f"return ({OPEN})()"):
            for control, kind in todo:
                self.window.run(CENTRE, control)  # the bar at the top would lie over it
                if kind:
                    self.window.write(f'[id="{control}"]', TEXTS.get(kind, "1"))
                else:
                    self.tap(control)
            time.sleep(SETTLES)  # a question may come up
        self.said |= dict(self.window.run(CHOSEN))

    def statements(self, names: list[str], option: int) -> None:
        """Each choice brings the next statement into view; the last is undone and made again."""
        for name, following in pairwise(names):
            self.tap(self.window.run(RADIO, name, option))
            self.expect(self.window.until(IN_VIEW, following), f"{following} is out of view")
            self.moved += 1
        for last in names[-1:]:
            self.tap(self.window.run(RADIO, last, option))
            self.window.click("#undo")
            undone = self.window.until(NONE_CHOSEN, last)
            self.expect(undone and self.window.until(IN_VIEW, last), f"{last}: no undo")
            self.tap(self.window.run(RADIO, last, option))

    def tap(self, control: str) -> None:
        self.window.click(f'[id="{control}"]')

    def compare(self) -> None:
        """The check says what was chosen."""
        shown = dict(self.window.run(ON_THE_CHECK))
        for name, label in self.said.items():
            self.expect(shown.get(name) == label, f"{name}: {label}, but {shown.get(name)}")

    def scores(self) -> None:
        """Each stands as far up as its band, which has its own colour."""
        told = self.window.run(SCORES)
        words = {word for _, word, *_ in told if word}
        self.expect(words == {word for _, word, _ in BANDS}, f"bands: {words}")
        for title, word, part, bar, behind in told:
            band = [band for band in BANDS if band[0] <= round(100 * part)][-1][1:]
            self.expect(not word or (word, behind) == band, f"{title}: {part}, {word}, {behind}")
            self.expect(bar in (BAR, None), f"{title}: the bar is {bar}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.engines")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each page")
    pictures = parser.parse_args().pictures
    wrong = 0
    print("| engine | width | pages | chosen | moved on | wrong |")
    print("| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as name:
        web = Web(Path(name))
        links = servers.prepare(Path(name), web.environment, SOURCE, 2 * len(ENGINES))
        web.start()
        try:
            for journey in _journeys(f"http://127.0.0.1:{web.port}", links, pictures):
                print(journey, *journey.wrong, sep="\n- ", flush=True)
                wrong += len(journey.wrong)
        finally:
            web.stop()
    sys.exit(1 if wrong else 0)


def _journeys(site: str, links: list[str], pictures: Path | None) -> Iterator[Journey]:
    for kind in ENGINES:
        for width in (PHONE, DESK):
            with window(kind) as opened:
                into = pictures and pictures / f"{kind.__name__}-{width}"
                journey = Journey(opened, width, into)
                journey.go(site + links.pop())
                yield journey


if __name__ == "__main__":
    main()
