"""A questionnaire is given as a document: to read and print, or in Word to fill in beforehand."""

from __future__ import annotations

import re

from flask import Response

from portal.survey.questionnaire import Questionnaire
from portal.web import headers
from portal.web.pages import document

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def sheet(questionnaire: Questionnaire, back: str) -> Response:
    """Show the document as a page, to print from the browser, with the way ``back``."""
    html = document.html(questionnaire, back)
    response = Response(html, mimetype="text/html")
    if style := _STYLE.search(html):
        headers.allow_style(response, style[1])
    return response


def word(questionnaire: Questionnaire) -> Response:
    from portal.export import word  # only here: it takes a while to load

    return file(
        word.questionnaire(questionnaire), WORD, f"{questionnaire.id}-{questionnaire.version}.docx"
    )


def source(questionnaire: Questionnaire) -> Response:
    """Send the text that it is made of."""
    text = questionnaire.source.encode()
    return file(
        text, "text/markdown; charset=utf-8", f"{questionnaire.id}-{questionnaire.version}.md"
    )


def file(body: bytes, kind: str, name: str) -> Response:
    """Send a file to be kept."""
    response = Response(body, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
