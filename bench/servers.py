"""The two contenders as real servers, under the same gunicorn settings, each in a folder of its
own; and what they cost the machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import workload

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """``starts``: paths at which a journey begins, each good for one."""

    name: str
    port: int
    pid: int
    starts: Iterator[str]

    def cpu(self) -> float:
        """Seconds of processor time that the server and its workers have used so far."""
        return sum(_cpu(pid) for pid in _family(self.pid))

    def memory(self) -> float:
        """Resident megabytes of all its processes."""
        return sum(_memory(pid) for pid in _family(self.pid))


@contextmanager
def reference(folder: Path) -> Iterator[Server]:
    environment = {
        "REFERENCE_DATABASE": str(folder / "reference.sqlite"),
        "REFERENCE_SECRET": "one secret for every worker of a benchmark",
    }
    starts = iter(lambda: "/start", "")
    with _gunicorn("reference", "bench.reference.app:create_app()", environment, starts) as server:
        yield server


@contextmanager
def portal(folder: Path, journeys: int) -> Iterator[Server]:
    """The portal with an open round of the workload and a slip for each journey."""
    environment = {"PORTAL_INSTANCE": str(folder / "instance")}
    starts = prepare(folder, environment, workload.questionnaire(), journeys)
    with _gunicorn("portal", "wsgi:app", environment, iter(starts)) as server:
        yield server


def prepare(
    folder: Path, environment: dict[str, str], questionnaire: str, journeys: int
) -> list[str]:
    """An open round called `bench`; returns the paths of its slips."""
    (folder / "organisations.csv").write_text(
        "code,name,type,region,domains\nnorthshire,Northshire,shire county,East Midlands,\n"
    )
    (folder / "workload.md").write_text(questionnaire)
    flask(environment, "db", "upgrade")
    flask(environment, "organisation", "import", str(folder / "organisations.csv"))
    moments = ["--opens", "2020-01-01T09:00", "--closes", "2099-01-01T09:00"]
    source = ["--questionnaire", str(folder / "workload.md"), "--title", "Workload"]
    flask(environment, "round", "create", "bench", *source, *moments)
    flask(environment, "job", "run")
    return slips(folder, environment, journeys)


def slips(folder: Path, environment: dict[str, str], number: int) -> list[str]:
    paths: list[str] = []
    while number > 0:
        batch, out = min(number, 20_000), folder / f"slips-{number}.csv"
        options = ["--organisation", "northshire", "--count", str(batch), "--out", str(out)]
        flask(environment, "invitation", "slips", "bench", *options)
        lines = out.read_text().splitlines()[1:]
        paths += ["/i/" + line.rsplit("/", 1)[1] for line in lines]
        number -= batch
    return paths


def flask(environment: dict[str, str], *words: str) -> str:
    """Run a command of the portal; its output."""
    done = subprocess.run(
        [Path(sys.executable).parent / "flask", *words],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"flask {' '.join(words)}: {done.stderr}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _gunicorn(
    name: str, app: str, environment: dict[str, str], starts: Iterator[str]
) -> Iterator[Server]:
    port = free_port()
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    options = [
        "--workers",
        "2",
        "--threads",
        "2",
        "--worker-class",
        "gthread",
        "--no-control-socket",
    ]
    with (Path(os.devnull)).open("w") as nowhere:
        process = subprocess.Popen(
            [gunicorn, "--config", "/dev/null", "--bind", f"127.0.0.1:{port}", *options, app],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=nowhere,
            stderr=nowhere,
        )
    try:
        _wait(port)
        yield Server(name, port, process.pid, starts)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _wait(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit("a server did not start")


def _family(pid: int) -> list[int]:
    """A process and its children."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(int(child) for child in listed)]


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
