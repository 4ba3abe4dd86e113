"""``flask questionnaire print``: where the document goes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document

from tests.factories import SMALL, House


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.md"
    path.write_text(SMALL)
    return path


def run(house: House, *arguments: str | Path) -> Result:
    command = ["questionnaire", "print", *map(str, arguments)]
    with house.app.app_context():
        return house.app.test_cli_runner().invoke(args=command)


def test_html_goes_to_standard_output_or_into_a_file(
    house: House, small: Path, tmp_path: Path
) -> None:
    out = tmp_path / "small.html"
    printed, filed = run(house, small), run(house, small, "--out", out)

    assert filed.output == f"{out}\n"
    assert "I am heard" in printed.output
    assert out.read_text("utf-8").strip() == printed.output.strip()


def test_a_word_document_goes_into_a_file(house: House, small: Path, tmp_path: Path) -> None:
    out = tmp_path / "small.docx"
    done = run(house, small, "--format", "docx", "--out", out)

    assert (done.exit_code, done.output) == (0, f"{out}\n")
    assert Document(io.BytesIO(out.read_bytes())).core_properties.title == "Small check"


def test_a_word_document_without_a_file_is_refused(house: House, small: Path) -> None:
    done = run(house, small, "--format", "docx")

    assert done.exit_code == 1
    assert done.stderr == "A Word document goes into a file; name it with --out FILE.docx.\n"


def test_a_file_in_no_folder_is_refused(house: House, small: Path, tmp_path: Path) -> None:
    done = run(house, small, "--out", tmp_path / "none" / "small.html")

    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert "name a file in a folder that is there" in done.stderr
