"""A report as JSON, as ``docs/report.schema.json`` says."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from portal.reports.report import Report
from portal.reports.table import Table

VERSION = 1
"""It goes up when a program that reads the file has to change."""


def write(report: Report) -> bytes:
    """Return the file's bytes."""
    whole = {
        "version": VERSION,
        "round": {"code": report.round_code, "title": report.title},
        "organisation": {"code": report.code, "name": report.name} if report.code else None,
        "cautions": list(report.cautions),
        "tables": [_table(table) for table in report.every],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, default=_plain).encode()


def _plain(value: Decimal | date) -> float | str:
    return value.isoformat() if isinstance(value, date) else float(value)


def _table(table: Table) -> dict[str, Any]:
    """A note stands in ``notes`` here and not among the rows."""
    return {
        "id": table.id,
        "title": table.title,
        "columns": [
            {"name": column.name, "title": column.title, "kind": column.kind}
            for column in table.columns
        ],
        "rows": [
            dict(zip(table.header[:-1], row, strict=False)) for row in table.plain() if not row[-1]
        ],
        "notes": list(table.notes),
    }
