"""Markdown to HTML that is safe whatever went in, and to plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import prose

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](data:text/html,x)",
    "[x](//example.org)",
    "[x](/staff)",
    "[x]({{answer:name}})",
    "[x](https://example.org/{{answer:name}})",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "<style>p{}</style>",
    "<!-- x -->",
    "<a href='https://example.org' onclick='x'>y</a>",
    '[x](https://example.org "onclick={{round}}")',
]
ALLOWED = re.compile(
    r"</?(?:p|ul|ol|li|em|strong|code|pre|blockquote|table|thead|tbody|tr|th|td|h[2-6])>"
    r"|<(?:br|hr)>|</a>|<a(?: href=\"(?:https?://|mailto:|tel:)[^\"<>{}]*\")? rel=\"noopener\">"
)


def tags_left(markup: str) -> str:
    return "".join(re.findall("<[^>]*>?", ALLOWED.sub("", markup)))


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_but_plain_tags_and_safe_links_comes_out(text: str) -> None:
    assert not tags_left(prose.html(text))
    assert not tags_left(prose.inline(text))


@pytest.mark.parametrize("text", ATTACKS[:-1])
def test_what_is_not_allowed_in_prose_is_a_fault(text: str) -> None:
    assert prose.faults(text)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from([*ATTACKS, *"<>[]()!`*_\\&\"'{}:#\n- ", "    ", "x", "\x02", "\ue000"])
    )
)
def test_any_mixture_comes_out_safe(parts: list[str]) -> None:
    text = "".join(parts)

    assert not tags_left(prose.html(text))
    assert not tags_left(prose.inline(text))
    assert isinstance(prose.plain(text), str)


@pytest.mark.parametrize(
    "text",
    [
        "3 < 4 and a<5",
        "`<b>` is code",
        r"\<b> is a sign",
        "[x](https://example.org/a?b=c)",
        "[x](mailto:pat@example.org), <pat@example.org>, <https://example.org>",
        "[x](tel:+441632960001)",
        "[x][y]\n\n[y]: https://example.org",
        "Wait! [not a link]",
    ],
)
def test_harmless_prose_has_no_fault(text: str) -> None:
    assert prose.faults(text) == []


def test_a_fault_tells_its_line_counted_from_nought() -> None:
    assert [line for line, _ in prose.faults("one\n\n<b>two\n![x](y)")] == [2, 3, 3]


def test_links_open_here_and_know_no_opener() -> None:
    assert prose.html("[x](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener">x</a></p>'
    )


def test_headings_start_below_the_page_title() -> None:
    assert prose.html("# One\n\n### Three") == "<h2>One</h2>\n<h3>Three</h3>"


def test_raw_html_is_shown_as_typed() -> None:
    assert prose.html("<b>x</b>") == "<p>&lt;b&gt;x&lt;/b&gt;</p>"


@pytest.mark.parametrize("pipe", ["{{organisation}}", "{{round}}", "{{closes}}", "{{answer:a_b_}}"])
def test_pipes_come_out_as_they_went_in(pipe: str) -> None:
    text = f"_very {pipe} much_ and *{pipe}*"

    assert [
        made.count(pipe) for made in (prose.html(text), prose.inline(text), prose.plain(text))
    ] == [
        2,
        2,
        2,
    ]


def test_pipes_are_found_in_order_known_or_not() -> None:
    assert prose.pipes("{{round}} { {x} {{answer:a}} {{ odd }}") == ["round", "answer:a", " odd "]


def test_a_label_is_one_line_without_blocks() -> None:
    assert (
        prose.inline("1. Not a *list*\n# nor a heading") == "1. Not a <em>list</em> # nor a heading"
    )


def test_plain_text_names_addresses_and_marks_lists() -> None:
    text = (
        "# Head\n\n[The *guide*](https://example.org).\n\n- one\n- two\n    - three\n\n1. a\n2. b"
    )

    assert prose.plain(text) == (
        "Head\n\nThe guide (https://example.org).\n\n- one\n- two\n  - three\n\n1. a\n2. b"
    )


def test_plain_text_writes_an_address_once() -> None:
    assert prose.plain("<https://example.org> <pat@example.org>") == (
        "https://example.org pat@example.org"
    )


def test_plain_text_breaks_a_line_once() -> None:
    assert prose.plain("one  \ntwo") == "one\ntwo"


def test_plain_text_has_no_entities() -> None:
    assert prose.plain("Adults & children < all") == "Adults & children < all"


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "x " * 20_000, "\n".join("    " * n + "- a" for n in range(150))]
)
def test_what_is_too_much_for_markdown_is_a_fault_or_shown(text: str) -> None:
    assert prose.faults(text) or "a" in prose.html(text)
    assert prose.html(text).startswith("<")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> 10 years", "> 10 years"),
        ("3. Often", "3. Often"),
        ("+ 5", "+ 5"),
        ("# one", "# one"),
        ("*Very* [much](https://example.org)", "Very much (https://example.org)"),
        ("At {{organisation}} & <b>", "At {{organisation}} & <b>"),
    ],
)
def test_a_label_in_plain_text_reads_as_it_does_on_the_page(text: str, expected: str) -> None:
    assert prose.label(text) == expected
