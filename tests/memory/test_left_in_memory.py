"""Once there is a certificate, no process of a running installation holds anything of the round:
their memory is read, and so is that of an installation without what protects it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import pytest

from portal.settings import ROOT

Held: TypeAlias = dict[str, set[str]]
"""What each process holds, by whether it is the web server's or the worker's, and its number."""
RUNS = {
    "shipped": "",
    "readable": "shut",
    "unprotected": "shut apart renew retire",
}
"""Installations and what of them is switched off; they run at the same time."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Held]]:
    with ExitStack() as ending:
        started = {
            name: ending.enter_context(_started(tmp_path_factory.mktemp(name), off))
            for name, off in RUNS.items()
        }
        yield {name: _said(process) for name, process in started.items()}


def _started(folder: Path, off: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.memory.scene", str(folder)],
        cwd=ROOT,
        env={**os.environ, "MEMORY_OFF": off},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def _said(process: subprocess.Popen[bytes]) -> Held:
    said, wrong = process.communicate(timeout=120)
    assert process.returncode == 0, wrong.decode()
    return {name: set(held) for name, held in json.loads(said).items()}


def kinds(held: Held, process: str) -> set[str]:
    """What a kind of process holds, without the numbers of people."""
    every = [found for name, found in held.items() if name.startswith(process)]
    return {name.rstrip(" 0123456789") for found in every for name in found}


def test_no_process_holds_anything_of_a_round_that_is_certified(runs: dict[str, Held]) -> None:
    assert len(runs["readable"]) == 3
    assert {name: held for name, held in runs["readable"].items() if held} == {}


def test_as_shipped_no_process_can_be_read(runs: dict[str, Held]) -> None:
    assert len(runs["shipped"]) == 3


def test_a_process_that_serves_people_and_goes_on_holds_what_they_wrote_and_their_tickets(
    runs: dict[str, Held],
) -> None:
    assert kinds(runs["unprotected"], "web") >= {"link", "ticket", "comment", "draft", "ballot"}


def test_a_worker_that_goes_on_holds_links_and_if_it_counts_itself_comments(
    runs: dict[str, Held],
) -> None:
    held = kinds(runs["unprotected"], "worker")
    assert held & {"link", "ticket"}
    assert "comment" in held
