"""From Markdown and words come a letter's text and its HTML, in the frame that all letters have.

The HTML is for phones and computers, light and dark: it holds its few styles itself, since mail
programs read no stylesheet, names no colours but the button's, and loads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from portal import prose

HEAD = (
    '<!doctype html><html lang="en" style="color-scheme: light dark"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    '<meta name="color-scheme" content="light dark">'
    '<meta name="supported-color-schemes" content="light dark">'
    "<title>{title}</title></head>"
)
BODY = '<body style="margin: 0; padding: 16px"><div style="{style}">{body}</div></body></html>'
STYLE = "max-width: 36em; margin: 0 auto; font: 16px/1.5 arial, sans-serif; overflow-wrap: anywhere"
BUTTON = (
    '<p><a class="button" href="{{{{address}}}}" style="display: inline-block; padding: 12px 20px;'
    " border: 1px solid #ffffff; border-radius: 4px; background: #0b5563; color: #ffffff;"
    ' font-weight: bold; text-decoration: none">{label}</a></p>\n'
    "<p>If the button does not work, open this address: {{{{link}}}}</p>"
)
ADDRESSES = ("link", "stop", "support", "limits", "said")
"""These words may be addresses, which the HTML links to."""
_PIPE = re.compile(r"\{\{([a-z]+)\}\}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_LINK = "{{link}}"


def written(markdown: str, words: Mapping[str, str], subject: str, button: str) -> tuple[str, str]:
    """Write text and HTML. A paragraph that is ``{{link}}`` alone becomes a button with this label,
    with the address below it; in the text, the address below the label."""
    plain, html = _read(markdown, button)
    shown = {name: escape(word) for name, word in words.items()}
    shown |= {name: _linked(words[name]) for name in words.keys() & set(ADDRESSES)}
    shown["address"] = escape(words.get("link", ""))
    head = HEAD.format(title=escape(subject))
    return filled(plain, words) + "\n", head + BODY.format(style=STYLE, body=filled(html, shown))


def noted(text: str, html: str, note: str) -> tuple[str, str]:
    """Put a note above a letter."""
    start = f'<div style="{STYLE}">'
    shown = f"{start}<p><strong>{escape(note)}</strong></p>"
    return f"{note}\n\n{text}", html.replace(start, shown, 1)


def filled(text: str, words: Mapping[str, str]) -> str:
    """Put the words in. They come last, so that nothing in them is read as Markdown or HTML."""
    return _PIPE.sub(lambda match: words[match[1]], text)


@lru_cache(maxsize=64)
def _read(markdown: str, button: str) -> tuple[str, str]:
    """Turn the Markdown into text and HTML, once for all letters of a kind."""
    blocks = [
        f"{button}:\n{_LINK}" if block == _LINK else block
        for block in prose.plain(markdown).split("\n\n")
    ]
    html = str(prose.html(markdown)).replace(f"<p>{_LINK}</p>", BUTTON.format(label=escape(button)))
    return "\n\n".join(blocks), html


def _linked(word: str) -> Markup:
    """Whom to ask may be an address on the web, or words."""
    if _ADDRESS.fullmatch(word):
        return Markup('<a href="{0}">{0}</a>').format(word)
    return escape(word)
