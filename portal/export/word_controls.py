"""Content controls make a Word document a form: boxes to tick, texts, days, lists to choose from.

Each has a title, which is read aloud where the control is reached, and a tag, by which a program
finds it. On paper a box is an empty square and a text a line to write on: that is what the control
holds until somebody answers. python-docx models none of this; the elements are those of ECMA-376
(part 1, section 17.5.2), the box to tick is Word 2010's ([MS-DOCX] 2.6.1.5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

BOX = "☐"
BOX_FONT = "MS Gothic"
"""Word's own for boxes, so that a ticked one is as wide as an empty one."""
STATES = {"w14:checkedState": "2612", "w14:uncheckedState": "2610"}
LONGEST = 64
"""Word opens no document with a longer title or tag."""


def add_box(paragraph: Paragraph, title: str, tag: str) -> None:
    """Add a box to tick."""
    box = OxmlElement("w14:checkbox")
    box.append(_element("w14:checked", {"w14:val": "0"}))
    for name, sign in STATES.items():
        box.append(_element(name, {"w14:val": sign, "w14:font": BOX_FONT}))
    fonts = dict.fromkeys(("w:ascii", "w:hAnsi", "w:eastAsia"), BOX_FONT)
    run = _run(BOX, _element("w:rFonts", {**fonts, "w:hint": "eastAsia"}))
    _add(paragraph, title, tag, box, run)


def add_text(paragraph: Paragraph, title: str, tag: str, shown: str, lines: int = 1) -> None:
    """Add a text to write, in the place of what is ``shown``, with room for so many ``lines``."""
    kind = _element("w:text", {"w:multiLine": "1"} if lines > 1 else {})
    _add(paragraph, title, tag, kind, _run(shown), waits=True)
    for _ in range(lines - 1):
        paragraph.add_run().add_break()  # outside: LibreOffice moves breaks in front of the text


def add_day(paragraph: Paragraph, title: str, tag: str, shown: str) -> None:
    """Add a day to pick or to write, in the place of what is ``shown``."""
    kind = OxmlElement("w:date")
    for name, value in (
        ("w:dateFormat", "d MMMM yyyy"),
        ("w:lid", "en-GB"),
        ("w:storeMappedDataAs", "dateTime"),
        ("w:calendar", "gregorian"),
    ):
        kind.append(_element(name, {"w:val": value}))
    _add(paragraph, title, tag, kind, _run(shown), waits=True)


def add_choice(
    paragraph: Paragraph, title: str, tag: str, shown: str, options: Sequence[str]
) -> None:
    """Add a list to choose from, in the place of what is ``shown``."""
    kind = OxmlElement("w:dropDownList")
    for number, option in enumerate(options, 1):
        kind.append(_element("w:listItem", {"w:displayText": option, "w:value": str(number)}))
    _add(paragraph, title, tag, kind, _run(shown), waits=True)


def titled(of: str, what: str = "") -> str:
    """Say of which question a control is, and what of it, in as many characters as a title may
    have."""
    end = f" – {_cut(what, LONGEST // 2)}" if what else ""
    return _cut(of, LONGEST - len(end)) + end


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _add(
    paragraph: Paragraph,
    title: str,
    tag: str,
    kind: BaseOxmlElement,
    run: BaseOxmlElement,
    waits: bool = False,
) -> None:
    """Add one that cannot be deleted by mistake. It ``waits`` where its text only stands for an
    answer, and goes once somebody writes."""
    about = OxmlElement("w:sdtPr")
    named = {"w:alias": title, "w:tag": tag[:LONGEST], "w:lock": "sdtLocked"}
    for name, value in named.items():
        about.append(_element(name, {"w:val": value}))
    if waits:
        about.append(OxmlElement("w:showingPlcHdr"))
    about.append(kind)
    content = OxmlElement("w:sdtContent")
    content.append(run)
    control = OxmlElement("w:sdt")
    control.append(about)
    control.append(content)
    paragraph._p.append(control)


def _run(text: str, *properties: BaseOxmlElement) -> BaseOxmlElement:
    run = OxmlElement("w:r")
    if properties:
        about = OxmlElement("w:rPr")
        about.extend(properties)
        run.append(about)
    said = OxmlElement("w:t")
    said.text = text
    said.set(qn("xml:space"), "preserve")
    run.append(said)
    return run


def _element(name: str, values: Mapping[str, str]) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(key), value)
    return element
