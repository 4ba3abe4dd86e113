"""A counted round's files go into one archive, for a browser to save."""

from __future__ import annotations

import tempfile
import zipfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from portal.errors import NotFound
from portal.reports.counted import Counted

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
    counted: Counted,
) -> list[Path]:
    """Write the files of a format into the folder. Raises ``NotFound`` for an unknown one,
    ``Conflict`` for one whose extra is not installed."""
    if form not in WRITERS:
        raise NotFound(f"There is no format {form}; there is {', '.join(WRITERS)}.")
    writer = import_module(f"portal.export.{WRITERS[form]}")
    paths: list[Path] = writer.write(folder, counted)
    return paths


def zipped(form: str, counted: Counted) -> BinaryIO:
    """Return the same files as a ZIP archive, open for reading: a file without a name, that is gone
    once it is closed. What was written on the way is gone already. Raises as ``write`` does."""
    archive: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    try:
        _zip(form, counted, archive)
    except BaseException:
        archive.close()
        raise
    archive.seek(0)
    return archive


def _zip(form: str, counted: Counted, archive: BinaryIO) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,  # its owner's alone
        zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file,
    ):
        for path in write(form, Path(folder), counted):
            file.write(path, path.name)
            path.unlink()
