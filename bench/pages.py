"""What a page costs, beside the conventional way, in interleaved rounds of one run.

    python -m bench.pages [--rounds 5] [--journeys 40] [--clients 1 8 64]

A step is the POST of a page and the GET of the next. Printed for each number of clients: server
CPU a step, steps a second, and the latency's median, 95th and 99th percentile; medians over the
rounds, and the portal as a ratio to the reference.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import servers, workload
from bench.browser import Browser, timed
from bench.servers import Server


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds, but for ``rate`` (steps a second)."""

    cpu: float
    rate: float
    p50: float
    p95: float
    p99: float


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
                run(server, 4, 4)  # warm
            for clients in wanted.clients:
                compare([reference, portal], clients, wanted.journeys, wanted.rounds)


def compare(contenders: list[Server], clients: int, journeys: int, rounds: int) -> None:
    found: dict[str, list[Measured]] = {server.name: [] for server in contenders}
    for _ in range(rounds):
        for server in contenders:
            found[server.name].append(run(server, clients, max(journeys, clients)))
    print(f"\n{clients} clients, {rounds} rounds of {max(journeys, clients)} journeys")
    print(f"{'':12}{'CPU ms/step':>12}{'steps/s':>10}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for name, measured in found.items():
        print(f"{name:12}" + _row(measured))
    first, second = (statistics.median(m.cpu for m in found[s.name]) for s in contenders)
    print(f"CPU of the portal as a ratio to the reference: {second / first:.2f}")


def run(server: Server, clients: int, journeys: int) -> Measured:
    """So many journeys, so many at a time."""
    latencies: list[float] = []
    lock = threading.Lock()
    starts = [next(server.starts) for _ in range(journeys)]

    def one(start: str) -> None:
        taken = journey(server, start)
        with lock:
            latencies.extend(taken)

    cpu, began = server.cpu(), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(one, starts))
    took, used = time.perf_counter() - began, server.cpu() - cpu
    cuts = statistics.quantiles(latencies, n=100)
    steps = len(latencies)
    return Measured(
        used / steps * 1000, steps / took, cuts[49] * 1000, cuts[94] * 1000, cuts[98] * 1000
    )


def journey(server: Server, start: str) -> list[float]:
    """From the link through all pages; the latency of each step."""
    browser = Browser(server.port)
    location = browser.submit(start, browser.get(start), {})
    if location.endswith("/"):
        location = browser.request("GET", location)[1]
    page = browser.get(location)
    for number in range(1, workload.PAGES):
        location, page = timed(browser, location, page, workload.form(number))
    browser.close()
    return browser.latencies


def _row(measured: list[Measured]) -> str:
    def middle(name: str) -> float:
        return statistics.median(getattr(one, name) for one in measured)

    return (
        f"{middle('cpu'):12.2f}{middle('rate'):10.0f}"
        f"{middle('p50'):9.1f}{middle('p95'):9.1f}{middle('p99'):9.1f}"
    )


if __name__ == "__main__":
    main()
