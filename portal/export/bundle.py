"""A counted round's files are written into a folder, or go into one for a browser to save."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

from portal.errors import NotFound
from portal.export import naming
from portal.reports.counted import Counted

WRITERS = {"csv": "tables", "xlsx": "workbook", "sav": "spss"}
"""Each format has a module that writes it, loaded only when it is asked for."""
EXTRAS = {"sav": ("pandas", "pyreadstat")}
"""A format may need these beyond what is always installed."""


def formats() -> list[str]:
    """List those that can be written here."""
    return [form for form in WRITERS if all(map(find_spec, EXTRAS.get(form, ())))]


def write(form: str, folder: Path, counted: Counted, day: date) -> list[Path]:
    """Write the files of a format into the folder, which is made if need be: all of them or, where
    something fails, none. Raises ``NotFound`` for an unknown format, ``Conflict`` for one whose
    extra is not installed."""
    if form not in WRITERS:
        raise NotFound(f"There is no format {form}; there is {', '.join(WRITERS)}.")
    writer = import_module(f"portal.export.{WRITERS[form]}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as apart:  # its owner's alone
        paths: list[Path] = writer.write(Path(apart), counted)
        return [path.replace(folder / _name(path, counted, day)) for path in paths]


def _name(path: Path, counted: Counted, day: date) -> str:
    return naming.file_name(path.suffix.removeprefix("."), day, counted.round, path.stem)


def packed(form: str, counted: Counted, day: date) -> tuple[str, BinaryIO]:
    """Return the same files as one, after what it is in the end (``xlsx`` or ``zip``), open for
    reading: a file without a name, that is gone once it is closed. Raises as ``write`` does."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write(form, Path(folder), counted, day)
        if len(paths) == 1:
            return form, paths[0].open("rb")
        return "zip", _zipped(paths)


def _zipped(paths: Sequence[Path]) -> BinaryIO:
    archive: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    try:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
            for path in paths:
                file.write(path, path.name)
                path.unlink()
    except BaseException:
        archive.close()
        raise
    archive.seek(0)
    return archive
