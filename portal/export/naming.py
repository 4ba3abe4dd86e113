"""Every file that leaves is called by what it is of, what it holds, and the day."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "md": "text/markdown; charset=utf-8",
    "sav": "application/x-spss-sav",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}
"""The media type of each form."""


def file_name(form: str, day: date, *parts: str) -> str:
    """Return a name in letters that every system takes, like
    ``2027-spring_northshire_report_2027-04-09.xlsx``. ``parts``: the round, the organisation and
    what it holds, as far as it has them."""
    words = filter(None, map(_plain, (*parts, day.isoformat())))
    return f"{'_'.join(words)}.{form}"


def _plain(part: str) -> str:
    letters = unicodedata.normalize("NFKD", part).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.-]+", "-", letters).strip("-.")
