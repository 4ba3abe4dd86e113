"""CSV that is sent to a browser."""

from __future__ import annotations

import csv
import io

from portal.web import spreadsheet


def test_the_file_is_downloaded_and_reads_back() -> None:
    rows = [["a,b", 'c"d'], ["e\nf", "=1"]]
    answer = spreadsheet.answer("deeds.csv", ["one", "two"], rows)
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["one", "two"], ["a,b", 'c"d'], ["e\nf", "'=1"]]
    assert answer.headers["Content-Disposition"] == "attachment; filename=deeds.csv"
    assert answer.mimetype == "text/csv"
