"""What is shipped to install by: units, users, folders, nginx, settings, all of one mind."""

from __future__ import annotations

import grp
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import DEFAULTS, ROOT, load

DEPLOY = ROOT / "deploy"
SYSTEMD = DEPLOY / "systemd"
EXPOSED = 20
"""Tenths: the most that `systemd-analyze security` may find a unit exposed, of 100."""
UNITS = ("respond", "staff", "worker", "pass")
HARDENING = (SYSTEMD / "health-check-.service.d" / "hardening.conf").read_text()
NGINX = (DEPLOY / "nginx.conf").read_text()


def lines(text: str) -> list[list[str]]:
    return [shlex.split(line, comments=True) for line in text.splitlines() if line.strip()]


def unit(name: str) -> dict[str, list[str]]:
    """What a unit says, with what all have: each name with its values."""
    said: dict[str, list[str]] = {}
    for text in (HARDENING, (SYSTEMD / f"health-check-{name}.service").read_text()):
        for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
            said.setdefault(key, []).append(value)
    return said


def users() -> dict[str, set[str]]:
    """Each user with its groups, its own among them."""
    found: dict[str, set[str]] = {}
    for kind, name, *rest in filter(None, lines((SYSTEMD / "health-check.sysusers").read_text())):
        if kind == "u":
            found[name] = {name}
        elif kind == "m":
            found[name].add(rest[0])
    return found


def folders() -> dict[str, tuple[str, str, str]]:
    """Each folder with mode, owner and group."""
    made = filter(None, lines((SYSTEMD / "health-check.tmpfiles").read_text()))
    return {path: (mode, owner, group) for _, path, mode, owner, group, _ in made}


def environment(name: str) -> dict[str, str]:
    return dict(each.split("=", 1) for each in unit(name)["Environment"])


@pytest.mark.parametrize("name", UNITS)
def test_what_a_unit_starts_is_there(name: str) -> None:
    program, *words = shlex.split(unit(name)["ExecStart"][0])
    assert unit(name)["WorkingDirectory"] == ["/opt/health-check"]
    assert (Path(sys.executable).parent / Path(program).name).exists()
    assert program.startswith("/opt/health-check/.venv/bin/")
    for word in words:
        assert "/" not in word or (ROOT / word).exists()
    assert {word.partition(":")[0] for word in words} & {"wsgi", "wsgi.py"}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_sets_only_what_the_portal_knows(name: str) -> None:
    assert set(environment(name)) <= {*DEFAULTS, "PORTAL_INSTANCE"}


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_runs_as_a_user_that_is_made_and_in_folders_of_its_own(name: str) -> None:
    said, known = unit(name), users()
    [user] = said["User"]
    assert said["Group"] == [user]
    assert known[user] == {user, *said["SupplementaryGroups"][0].split()}
    for path in said["ReadWritePaths"][0].split():
        mode, owner, group = folders()[path]
        assert owner == user or (mode[1:3] == "77" and group in known[user]), path
    assert set(said["InaccessiblePaths"][0].split()) <= set(folders())


def test_only_the_worker_can_write_keys_and_only_respondents_process_can_read_any() -> None:
    known, made = users(), folders()
    assert made["/var/lib/health-check/keys/worker"] == ("0700", "portal-worker", "portal-worker")
    assert made["/var/lib/health-check/keys/respond"] == (
        "0750",
        "portal-worker",
        "portal-respond",
    )
    assert {user for user, groups in known.items() if "portal-worker" in groups} == {
        "portal-worker"
    }
    assert {user for user, groups in known.items() if "portal-respond" in groups} == {
        "portal-respond",
        "portal-worker",
    }
    writers = {n for n in UNITS if "/var/lib/health-check/keys" in unit(n)["ReadWritePaths"][0]}
    assert writers == {"worker", "pass"}


def test_each_site_has_a_process_a_port_and_a_secret_of_its_own() -> None:
    for name in ("respond", "staff"):
        said = environment(name)
        assert said["PORTAL_SITES"] == name
        assert said["SECRET_KEY_FILE"] == f"/var/lib/health-check/{name}/web.secret"
        upstream = f"upstream health_check_{name} {{\n    server {said['PORTAL_BIND']};"
        assert upstream in NGINX


def test_the_settings_that_are_shipped_are_taken(tmp_path: Path) -> None:
    text = (DEPLOY / "settings.toml").read_text()
    own = grp.getgrgid(os.getgid()).gr_name
    assert set(re.findall(r"_group = \"([\w-]+)\"", text)) <= set().union(*users().values())
    (tmp_path / "settings.toml").write_text(re.sub(r"portal-(data|respond)", own, text))
    found = load({"PORTAL_INSTANCE": str(tmp_path)})
    assert found.https
    assert found.keys_group is not None and found.database_group is not None
    assert str(found.database.parent) in folders()


def test_nginx_writes_no_log_but_those_that_tell_nothing() -> None:
    assert set(re.findall(r"^\s*access_log (.*);", NGINX, re.MULTILINE)) == {
        "/var/log/nginx/health-check.log health_check"
    }
    assert set(re.findall(r"^\s*error_log +(.*);", NGINX, re.MULTILINE)) == {
        "/var/log/nginx/health-check-error.log emerg"
    }
    assert len(re.findall(r"^server \{", NGINX, re.MULTILINE)) == 3
    for name in ("access_log", "error_log"):
        assert len(re.findall(rf"^    {name} ", NGINX, re.MULTILINE)) == 3


def test_the_log_names_every_kind_of_address_that_holds_a_secret() -> None:
    classes = re.findall(r"^    ~\^(/\S+)\s+(/\S+);$", NGINX, re.MULTILINE)
    assert {kind for kind, _ in classes} >= {
        "/i/",
        "/r/",
        "/o/",
        "/stop/",
        "/resume",
        "/survey/",
        "/staff/enter/",
    }
    assert all(kind.rstrip("/") == said for kind, said in classes)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="without systemd")
def test_systemd_takes_the_units_and_finds_them_closed(tmp_path: Path) -> None:
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.service"):
        program = str(Path(sys.executable).parent)
        path.write_text(path.read_text().replace("/opt/health-check/.venv/bin", program))
    units = sorted(str(each) for each in tmp_path.glob("health-check*.[stp]*") if each.is_file())
    own = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    units = [each for each in units if each.endswith((".service", ".target", ".timer"))]
    assert len(units) == 6
    found = subprocess.run(
        ["systemd-analyze", "verify", *units], env=own, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stderr) == (0, "")
    services = [each for each in units if each.endswith(".service")]
    command = ["systemd-analyze", "security", "--offline=true", f"--threshold={EXPOSED}"]
    for each in services:
        found = subprocess.run(
            [*command, each], env=own, capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stdout[-300:]
