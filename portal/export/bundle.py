"""A counted round's files go into one archive, for a browser to save."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from portal.errors import NotFound
from portal.export.columns import Remark, Response, Tally
from portal.survey.questionnaire import Questionnaire

WRITERS = {"csv": "tables", "xlsx": "workbook", "sav": "spss"}
"""Each format has a module that writes it, loaded only when it is asked for."""
EXTRAS = {"sav": ("pandas", "pyreadstat")}
"""A format may need these beyond what is always installed."""


def formats() -> list[str]:
    """List those that can be written here."""
    return [form for form in WRITERS if all(map(find_spec, EXTRAS.get(form, ())))]


def write(
    form: str,
    folder: Path,
    questionnaire: Questionnaire,
    responses: Sequence[Response],
    remarks: Sequence[Remark],
    tallies: Sequence[Tally],
) -> list[Path]:
    """Write the files of a format into the folder. Raises ``NotFound`` for an unknown one,
    ``Conflict`` for one whose extra is not installed."""
    if form not in WRITERS:
        raise NotFound(f"There is no format {form}; there is {', '.join(WRITERS)}.")
    writer = import_module(f"portal.export.{WRITERS[form]}")
    paths: list[Path] = writer.write(folder, questionnaire, responses, remarks, tallies)
    return paths


def zipped(
    form: str,
    questionnaire: Questionnaire,
    responses: Sequence[Response],
    remarks: Sequence[Remark],
    tallies: Sequence[Tally],
) -> bytes:
    """Return the same files as a ZIP archive; what was written on the way is gone again. Raises as
    ``write`` does."""
    archive = io.BytesIO()
    with (
        tempfile.TemporaryDirectory() as folder,  # its owner's alone
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for path in write(form, Path(folder), questionnaire, responses, remarks, tallies):
            file.write(path, path.name)
    return archive.getvalue()
