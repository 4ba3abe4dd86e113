"""Every file that leaves a counted round, and what the programs make of it that people open it in.

    python -m bench.files make FOLDER [--answers 3000] [--seed 1]
    python -m bench.files open FOLDER

The first writes, by the portal's own commands, the files of an invented national round that keeps
single responses, of one organisation's report, and of a round of returns. The second opens them in
LibreOffice, which turns each into a PDF to look at, and in PSPP, and compares each score's mean in
each organisation as read from CSV, from the workbook and from the SPSS file. It ends with 1 unless
every file opens and all means are the same. It needs Debian's packages libreoffice-calc-nogui,
libreoffice-writer-nogui, pspp and poppler-utils.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from bench import nation, population, reports
from portal.store import db
from portal.survey.file.parsing import parse
from tests import made_once
from tests.factories import House
from tests.journeys.site import PRACTITIONER

REASON = ("--reason", "to see what other programs make of it")
SINGLE, RETURNS = "this", "returns"
EXPORTS = ("csv", "xlsx", "sav")
REPORTS = ("html", "docx", "xlsx", "csv", "sav", "json")
OPENED = (".xlsx", ".docx", ".csv", ".html")
"""LibreOffice opens these."""
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""LibreOffice writes a CSV file for each sheet: with commas, quotation marks, in UTF-8."""
SCORE = "score_"
Means = Mapping[str, Mapping[str, float]]
"""By organisation and score, rounded to four places."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task", choices=("make", "open"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--answers", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.task == "make":
        make(asked.folder, asked.answers, asked.seed)
    elif wrong := [*open_all(asked.folder), *compare(asked.folder)]:
        sys.exit("\n".join(wrong))


def make(into: Path, answers: int, seed: int) -> None:
    made_once.keep()
    of = population.national(parse(PRACTITIONER), seed, answers)
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        reports.put(house, of.employers)
        reports.store(house, SINGLE, of, list(of.people()), single=True)
        nation.store_returns(house, seed)
        write(house, into, max(of.employers, key=lambda each: each.answers).code)
        db.db.close()


def write(house: House, into: Path, largest: str) -> None:
    """Write each file by the command that an operator would give."""
    for code in (SINGLE, RETURNS):
        for form in EXPORTS:
            to = into / f"{code}-{form}"
            run(house, "export", code, "--format", form, "--out", str(to), *REASON)
    for form in REPORTS:
        to = into / f"report.{form}"
        of = ("--organisation", largest, "--format", form, "--out", str(to))
        run(house, "report", "show", SINGLE, *of)
    for name in ("practitioner/2026.1", "organisation/2026.1"):
        to = into / f"{name.partition('/')[0]}.docx"
        run(house, "questionnaire", "print", name, "--format", "docx", "--out", str(to))


def run(house: House, *arguments: str) -> None:
    done = house.app.test_cli_runner().invoke(args=arguments)
    if done.exit_code:
        raise SystemExit(f"{' '.join(arguments)}: {done.stderr or done.exception}")
    print(done.output, end="")


def open_all(folder: Path) -> list[str]:
    """Turn each file into a PDF beside it; return what did not open."""
    wrong = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in OPENED):
        with tempfile.TemporaryDirectory() as out:
            office(path, "pdf", Path(out))
            made = Path(out) / f"{path.stem}.pdf"
            if not made.exists():
                wrong.append(f"{path} did not open")
                continue
            pdf = shutil.copy(made, f"{path}.pdf")
        lines = shown("pdfinfo", pdf).splitlines()
        number = next(line.split()[-1] for line in lines if line.startswith("Pages"))
        print(f"{path.relative_to(folder)}: {number} pages in LibreOffice", flush=True)
    return wrong


def compare(folder: Path) -> list[str]:
    """Return which means differ between the three files of single responses."""
    by_csv = of_csv(responses(folder, "csv"))
    wrong = []
    for form, others in (("xlsx", of_workbook(folder)), ("sav", of_spss(folder))):
        names = [(place, score) for place in by_csv for score in by_csv[place]]
        differ = [n for n in names if others.get(n[0], {}).get(n[1]) != by_csv[n[0]][n[1]]]
        print(f"{form}: {len(names) - len(differ)} of {len(names)} means are those of the CSV")
        wrong += [f"{form}: the mean of {score} in {place} differs" for place, score in differ]
    return wrong if by_csv else ["There are no means to compare."]


def responses(folder: Path, form: str) -> Path:
    return next((folder / f"{SINGLE}-{form}").glob(f"*_responses_*.{form}"))


def of_csv(path: Path) -> Means:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return means(csv.DictReader(file))


def means(rows: Iterable[Mapping[str, str]]) -> Means:
    said = defaultdict[str, dict[str, list[float]]](lambda: defaultdict(list))
    for row in rows:
        for name, cell in row.items():
            if name.startswith(SCORE) and cell.strip():
                said[row["organisation"].strip()][name].append(float(cell))
    return {
        place: {name: round(sum(cells) / len(cells), 4) for name, cells in scores.items()}
        for place, scores in said.items()
        if place
    }


def of_workbook(folder: Path) -> Means:
    """Read the sheet of codes as LibreOffice writes it out."""
    with tempfile.TemporaryDirectory() as out:
        office(responses(folder, "xlsx"), EVERY_SHEET, Path(out))
        return of_csv(next(Path(out).glob("*-Codes.csv")))


def of_spss(folder: Path) -> Means:
    """Have PSPP print frequencies, and write the means of each organisation."""
    data = responses(folder, "sav")
    scores = [f"{SCORE}{each.id}" for each in parse(PRACTITIONER).scores]
    frequencies = folder / "frequencies.txt"
    with tempfile.TemporaryDirectory() as out:
        table = Path(out) / "means.csv"
        asked = Path(out) / "asked.sps"
        asked.write_text(
            "\n".join(
                (
                    f"GET FILE='{data}'.",
                    "DISPLAY DICTIONARY.",
                    "MRSETS /DISPLAY NAME=ALL.",
                    f"FREQUENCIES /VARIABLES={' '.join(scores[:1])} organisation.",
                    "AGGREGATE /OUTFILE=* /BREAK=organisation",
                    *(f"  /{score}=MEAN({score})" for score in scores[:-1]),
                    f"  /{scores[-1]}=MEAN({scores[-1]}).",
                    f"SAVE TRANSLATE /OUTFILE='{table}' /TYPE=CSV /FIELDNAMES /REPLACE.",
                )
            ),
            encoding="utf-8",
        )
        shown("pspp", "-O", "width=200", "-o", str(frequencies), str(asked))
        print(f"PSPP's dictionary and frequencies are in {frequencies}")
        return of_csv(table)


def office(path: Path, form: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        shown(
            *("soffice", "--headless", f"-env:UserInstallation=file://{profile}"),
            *("--convert-to", form, "--outdir", str(out), str(path)),
        )


def shown(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout


if __name__ == "__main__":
    main()
