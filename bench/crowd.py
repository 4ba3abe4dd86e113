"""Many people at once, in processes of their own so that none waits for another's interpreter."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from http.client import HTTPException

from bench.browser import Unexpected
from bench.people import person
from bench.visit import Visit
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire

DRIVERS = 2
"""Processes that play people."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """``people``: each one's number and link, ``at_once`` of them at a time. Nobody begins after
    ``last_start``, nor asks a server that is away after ``until`` (both seconds since 1970)."""

    port: int
    source: str
    seed: int
    people: Sequence[tuple[int, str]]
    at_once: int
    think: float
    last_start: float
    until: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` as in ``Visit``; ``trouble`` is empty where all went as it should."""

    state: str
    said: dict[str, list[str]]
    times: list[tuple[str, float]]
    lost: int
    conflicts: int
    trouble: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of people. ``cpu``: processor seconds that playing them took; ``began`` and
    ``ended`` in seconds since 1970."""

    outcomes: list[Outcome]
    cpu: float
    began: float
    ended: float


def send_off(crowd: Crowd) -> tuple[ProcessPoolExecutor, list[Future[Told]]]:
    """Let them go; the caller shuts the pool down."""
    parts = [
        replace(crowd, people=crowd.people[n::DRIVERS], at_once=-(-crowd.at_once // DRIVERS))
        for n in range(DRIVERS)
    ]
    pool = ProcessPoolExecutor(DRIVERS, multiprocessing.get_context("spawn"))
    return pool, [pool.submit(_play, part) for part in parts]


def gathered(futures: Sequence[Future[Told]]) -> Told:
    told = [future.result() for future in futures]
    return Told(
        [outcome for one in told for outcome in one.outcomes],
        sum(one.cpu for one in told),
        min(one.began for one in told),
        max(one.ended for one in told),
    )


def _play(crowd: Crowd) -> Told:
    questionnaire = parse(crowd.source)
    before, began = time.process_time(), time.time()
    with ThreadPoolExecutor(crowd.at_once) as threads:
        played = [threads.submit(_visit, crowd, questionnaire, *one) for one in crowd.people]
        outcomes = [outcome for one in played if (outcome := one.result())]
    return Told(outcomes, time.process_time() - before, began, time.time())


def _visit(crowd: Crowd, questionnaire: Questionnaire, number: int, start: str) -> Outcome | None:
    """None for one who came too late to begin."""
    if time.time() > crowd.last_start:
        return None
    visit = Visit(
        crowd.port,
        person(questionnaire, crowd.seed, number, start),
        crowd.think,
        crowd.until,
    )
    trouble = ""
    try:
        visit.answer()
    except (Unexpected, OSError, HTTPException) as error:
        trouble = f"{type(error).__name__}: {error}"
    visit.close()
    return Outcome(
        visit.state, visit.person.said, visit.times, visit.lost, visit.conflicts, trouble
    )
