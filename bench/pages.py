"""What a page costs, beside the conventional way, in interleaved rounds of one run.

    python -m bench.pages [--rounds 5] [--journeys 40] [--clients 1 8 64]

A step is the POST of a page and the GET of the next. Every round first opens its links, up to the
first page, and then takes the steps. Printed for each number of clients: server CPU a step and a
link, steps a second, and the latency's median, 95th and 99th percentile, all as medians over the
rounds; and the CPU as a ratio to the reference, the median of each round's own, since what else the
machine does changes from round to round.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import servers, workload
from bench.browser import Browser, timed
from bench.servers import Server

COLUMNS = {
    "CPU ms/step": "cpu",
    "CPU ms/link": "opening",
    "steps/s": "rate",
    "p50 ms": "p50",
    "p95 ms": "p95",
    "p99 ms": "p99",
}


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, but for ``rate`` (steps a second). ``opening``: the CPU of one link."""

    cpu: float
    opening: float
    rate: float
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Begun:
    """A person at the first page."""

    browser: Browser
    location: str
    page: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--journeys", type=int, default=40, help="in each round")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 64])
    wanted = parser.parse_args()
    total = (wanted.rounds + 1) * len(wanted.clients) * max(wanted.journeys, 64)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with servers.reference(folder) as reference, servers.portal(folder, total) as portal:
            for server in (reference, portal):
                run(server, 8, 16)  # warm, both workers
            for clients in wanted.clients:
                compare([reference, portal], clients, wanted.journeys, wanted.rounds)


def compare(contenders: list[Server], clients: int, journeys: int, rounds: int) -> None:
    """Who goes first alternates."""
    journeys = max(journeys, clients)
    found: dict[str, list[Measured]] = {server.name: [] for server in contenders}
    for number in range(rounds):
        for server in contenders if number % 2 else reversed(contenders):
            found[server.name].append(run(server, clients, journeys))
    print(f"\n{clients} clients, {rounds} rounds of {journeys} journeys")
    print(" " * 12 + "".join(f"{heading:>13}" for heading in COLUMNS))
    for name, measured in found.items():
        cells = (_middle(measured, which) for which in COLUMNS.values())
        print(f"{name:12}" + "".join(f"{cell:13.2f}" for cell in cells))
    steps, links = (_ratio(*found.values(), which) for which in ("cpu", "opening"))
    print(f"CPU of the portal as a ratio to the reference: a step {steps:.2f}, a link {links:.2f}")


def run(server: Server, clients: int, journeys: int) -> Measured:
    """So many journeys, so many at a time."""
    starts = [next(server.starts) for _ in range(journeys)]
    with ThreadPoolExecutor(clients) as pool:
        before = server.cpu()
        begun = list(pool.map(lambda start: begin(server, start), starts))
        opened, began = server.cpu(), time.perf_counter()
        latencies = [latency for taken in pool.map(carry_on, begun) for latency in taken]
        took, done = time.perf_counter() - began, server.cpu()
    cuts = statistics.quantiles(latencies, n=100)
    return Measured(
        cpu=(done - opened) / len(latencies) * 1000,
        opening=(opened - before) / journeys * 1000,
        rate=len(latencies) / took,
        p50=cuts[49] * 1000,
        p95=cuts[94] * 1000,
        p99=cuts[98] * 1000,
    )


def begin(server: Server, start: str) -> Begun:
    """From the link to the first page; the connection is closed, as the steps come later."""
    browser = Browser(server.port)
    location = browser.submit(start, browser.get(start), {})
    if location.endswith("/"):
        location = browser.request("GET", location)[1]
    page = browser.get(location)
    browser.close()
    return Begun(browser, location, page)


def carry_on(begun: Begun) -> list[float]:
    """Through all pages; the latency of each step."""
    location, page = begun.location, begun.page
    for number in range(1, workload.PAGES):
        location, page = timed(begun.browser, location, page, workload.form(number))
    begun.browser.close()
    return begun.browser.latencies


def _middle(measured: list[Measured], which: str) -> float:
    return float(statistics.median(getattr(one, which) for one in measured))


def _ratio(reference: list[Measured], portal: list[Measured], which: str) -> float:
    pairs = zip(reference, portal, strict=True)
    return float(statistics.median(getattr(b, which) / getattr(a, which) for a, b in pairs))


if __name__ == "__main__":
    main()
