"""Files that are sent to a browser."""

from __future__ import annotations

import csv
import io

from portal.web import files
from tests.factories import House


def test_a_table_is_downloaded_and_reads_back(house: House) -> None:
    rows = [["a,b", 'c"d'], ["e\nf", "=1"]]
    with house.app.test_request_context():
        answer = files.table(["one", "two"], rows, "spring", "deeds")
    text = answer.get_data(as_text=True)
    assert text.startswith("\ufeff")
    read = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [["one", "two"], ["a,b", 'c"d'], ["e\nf", "'=1"]]
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=spring_deeds_{house.now:%Y-%m-%d}.csv"
    )
    assert answer.mimetype == "text/csv"
