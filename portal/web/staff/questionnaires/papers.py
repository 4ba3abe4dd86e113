"""A questionnaire is given as a document: to read and print, or in Word to fill in beforehand."""

from __future__ import annotations

import re

from flask import Response

from portal.survey.questionnaire import Questionnaire
from portal.web import files, headers
from portal.web.pages import document

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

    body = word.questionnaire(questionnaire)
    return files.file(body, "docx", questionnaire.id, questionnaire.version, "questionnaire")


def source(questionnaire: Questionnaire) -> Response:
    """Send the text that it is made of."""
    text = questionnaire.source.encode()
    return files.file(text, "md", questionnaire.id, questionnaire.version, "questionnaire")
