"""Numbers read off a page."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup


def text(answer: Any) -> str:
    return " ".join(BeautifulSoup(answer.text, "html.parser").text.split())


def figures(answer: Any) -> dict[str, str]:
    """The numbers of a page by their terms, without what they are a share of."""
    page = BeautifulSoup(answer.text, "html.parser")
    [of.extract() for of in page.select(".figures__of")]
    names, numbers = page.select(".figures__item dt"), page.select(".figures__item dd")
    return {n.text.strip(): number.text.strip() for n, number in zip(names, numbers, strict=True)}


def rate(answer: Any) -> str:
    """What the response rate of a page is of."""
    page = BeautifulSoup(answer.text, "html.parser")
    (of,) = (dt.span for dt in page.select(".figures__item dt") if "response rate" in dt.text)
    assert of is not None
    return of.text
