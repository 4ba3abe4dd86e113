"""Markdown becomes safe HTML and plain text in this one place.

Safety does not rest on ``faults``: raw HTML is never passed through, and what comes out is built
of a short list of tags with links to a short list of schemes. Pipes (``{{round}}`` and the like)
come out as they went in, outside every attribute, for the page's renderer to replace.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

import nh3
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, ParagraphProcessor
from markdown.util import Registry
from markupsafe import Markup

SCHEMES = frozenset({"http", "https", "mailto", "tel"})
INLINE_TAGS = frozenset({"a", "code", "em", "strong"})
TAGS = (
    INLINE_TAGS
    | {"p", "br", "hr", "pre", "blockquote", "ul", "ol", "li", "h2", "h3", "h4", "h5", "h6"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
LONGEST = 20_000
"""One piece of prose has this many characters at most; far above any page that people would
read."""
LONGEST_SHOWN = 60
"""A message shows so many characters of what it is about."""
MOST_BRACKETS = 500
"""The Markdown library's time grows with their square."""

_BLOCKS = frozenset(["p", "ul", "ol", "blockquote", "h2", "h3", "h4", "h5", "h6", "pre", "table"])
_PIPE = re.compile(r"\{\{([^{}\n]*)\}\}")
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s{}]+", re.IGNORECASE)
_LITERAL = re.compile(r"\\[^\n]|(?<!`)`++[^`]*+`++")
_TAG = re.compile(r"<(?P<tag>[A-Za-z/!?][^<>\s]*)(?P<end>>?)")
_LINK = re.compile(
    r"\]\([ \n]{0,3}<?(?P<inline>[^\s)>]*)|^ {0,3}\[[^\[\]]*\]: *<?(?P<named>\S*)", re.MULTILINE
)
_IMAGE = re.compile(r"!\[[^\[\]\n]*\]?")
_SETEXT = re.compile(r"\n {0,3}=+ *(?=\n|$)")
_STAND_IN = re.compile("\ue000([0-9]+)\ue001")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ue000\ue001]")


def faults(text: str) -> list[tuple[int, str]]:
    """Say what prose may not hold: the line within the text, counted from 0, and a message."""
    if message := _size_fault(text):
        return [(0, message)]
    bare = _LITERAL.sub(_blanked, text)
    places = [(m.start(), message) for m in _TAG.finditer(bare) if (message := _tag_fault(m))]
    places += [(m.start(), message) for m in _LINK.finditer(bare) if (message := _link_fault(m))]
    places += [(m.start(), _told(_NO_PICTURE, m[0])) for m in _IMAGE.finditer(bare)]
    places += [
        (m.start(), "a line of `=` makes a heading; write `# Title {#id}` for a page")
        for m in _SETEXT.finditer(bare)
    ]
    return sorted((text.count("\n", 0, start), message) for start, message in places)


def pipes(text: str) -> list[str]:
    """Return what stands between ``{{`` and ``}}``, in order, known or not."""
    return _PIPE.findall(text)


def html(text: str) -> Markup:
    """Make paragraphs, lists, emphasis, links, quotations, tables; headings from the second
    level."""
    return _cleaned(text, _whole_markdown, TAGS)


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """Make a label or hint: emphasis and links only, on one line, in no paragraph."""
    return Markup(" ".join(_cleaned(text, _inline_markdown, INLINE_TAGS).split()))  # noqa: S704


def plain(text: str) -> str:
    """Make plain text for letters and documents: ``text (address)`` for a link, ``- `` or ``1. ``
    before a list's entries, an empty line between paragraphs."""
    return _read(html(text))


@lru_cache(maxsize=4096)
def label(text: str) -> str:
    """Make a label or hint in plain text as ``inline`` shows it, so that “> 10 years” or “3. Often”
    keeps what would open a quotation or a list elsewhere."""
    return _read(inline(text))


def contact(text: str) -> Markup:
    """Lead to the mail program where an address stands; leave what is none, such as a number."""
    return Markup(_MAIL.sub(r'<a class="govuk-link" href="mailto:\g<0>">\g<0></a>', escape(text)))  # noqa: S704 - escaped before


def _size_fault(text: str) -> str | None:
    if len(text) > LONGEST:
        return f"a piece of prose is over {LONGEST} characters long; make it shorter"
    if text.count("[") > MOST_BRACKETS:
        return f"a piece of prose holds over {MOST_BRACKETS} `[`; leave some out"
    return None


def _blanked(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", "x", match[0])


def _tag_fault(match: re.Match[str]) -> str | None:
    inside = match["tag"]
    if match["end"] and not inside.startswith(("/", "!", "?")) and re.search("[:@]", inside):
        safe = _is_safe(inside) or "@" in inside.partition(":")[0]
        return None if safe else _told(_UNSAFE_LINK, inside)
    return _told(_NO_HTML, match[0])


def _link_fault(match: re.Match[str]) -> str | None:
    address = match["inline"] if match["named"] is None else match["named"]
    return None if _is_safe(address.rstrip(">")) else _told(_UNSAFE_LINK, address)


_NO_PICTURE = ("a picture cannot be shown", "leave it out")
_NO_HTML = ("raw HTML is not allowed", "write Markdown, or `\\<` for the sign itself")
_UNSAFE_LINK = (
    "this link's address is not allowed",
    "it must start with https://, http://, mailto: or tel: and hold no `{{…}}`",
)


def _told(fault: tuple[str, str], written: str) -> str:
    """Say what is wrong, with the place as it was written, and what would be right."""
    wrong, right = fault
    shown = written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"
    return f"{wrong} (`{shown}`); {right}" if shown else f"{wrong}; {right}"


def _is_safe(address: str) -> bool:
    return bool(_ADDRESS.fullmatch(address))


def _cleaned(text: str, markdown: Callable[[], Markdown], tags: frozenset[str]) -> Markup:
    kept: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\ue000{len(kept) - 1}\ue001"

    source = _PIPE.sub(stand_in, _UNPRINTED.sub("", text))
    safe = nh3.clean(
        _converted(source, markdown),
        tags=set(tags),
        attributes={"a": {"href"}},
        attribute_filter=_safe_attribute,
        url_schemes=set(SCHEMES),
        link_rel="noopener",
    )
    return Markup(_STAND_IN.sub(lambda match: escape(kept[int(match[1])]), safe))  # noqa: S704


def _converted(source: str, markdown: Callable[[], Markdown]) -> str:
    """Convert the text; what is too long or nested for the Markdown library is shown as it was
    typed."""
    as_typed = f"<p>{escape(source)}</p>"
    if _size_fault(source):
        return as_typed
    try:
        return markdown().convert(source).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    except RecursionError:
        return as_typed


def _safe_attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep an address only where it is whole and final: a pipe in it could become any scheme."""
    if name == "rel":
        return value
    return value if _is_safe(value) and not _STAND_IN.search(value) else None


def _whole_markdown() -> Markdown:
    return _without_html(Markdown(extensions=["tables", "sane_lists"]))


def _inline_markdown() -> Markdown:
    markdown = _without_html(Markdown())
    only: Registry[BlockProcessor] = Registry()
    only.register(ParagraphProcessor(markdown.parser), "paragraph", 10)
    markdown.parser.blockprocessors = only
    return markdown


def _without_html(markdown: Markdown) -> Markdown:
    """Tags become text; nh3 would drop them with what stands between."""
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    return markdown


def _read(markup: Markup) -> str:
    reader = _PlainText()
    reader.feed(markup)
    reader.close()
    return reader.text()


class _PlainText(HTMLParser):
    """It reads what ``html`` or ``inline`` made: only its tags, every one closed."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._lists: list[int | None] = []
        self._link = (0, "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._parts.append(f"\n{'  ' * (len(self._lists) - 1)}{self._marker()}")
        elif tag == "a":
            self._link = (len(self._parts), dict(attrs).get("href") or "")
        elif tag in {"br", "tr"}:
            self._parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists.pop()
        if tag == "a":
            self._name_address()
        elif tag in {"td", "th"}:
            self._parts.append("  ")
        elif tag in _BLOCKS and not self._lists:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._parts[-1:] == ["\n"]:
            data = data.removeprefix("\n")
        if data.strip() or not (self._lists or data.startswith("\n")):
            self._parts.append(data)

    def text(self) -> str:
        lines = "".join(self._parts).split("\n")
        return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()

    def _marker(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _name_address(self) -> None:
        start, address = self._link
        shown = "".join(self._parts[start:])
        if address and address.removeprefix("mailto:") != shown:
            self._parts.append(f" ({address})")
