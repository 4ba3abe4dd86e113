"""An installation as `deploy/` ships it: nginx with TLS in front of two processes, and a worker
that passes when it is told to. Only names of files, addresses and ports are other than shipped."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.factories import OURS
from tests.journeys.installation import PATIENCE, carry_out, said
from tests.journeys.site import ROOT

VISITOR = "127.0.0.9"
"""Where people come from: an address that nothing else here has."""
NAME = "health-check.example.org"
SHIPPED = (ROOT / "deploy" / "nginx.conf").read_text()
AROUND = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/main.log warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str


@dataclass(frozen=True)
class Fronted:
    """``folder`` holds the instance, what nginx needs, and every log."""

    folder: Path
    http: int
    tls: int
    respond: int
    staff: int

    @property
    def address(self) -> str:
        return f"https://localhost:{self.tls}"

    def flask(self, *words: str) -> str:
        return said(words, self._environment())

    def prepare(self, *commands: Sequence[str]) -> None:
        carry_out(commands, self._environment())

    def letters(self) -> list[str]:
        found = sorted((self.folder / "instance" / "mail").rglob("*.eml"))
        return [path.read_text() for path in found]

    def logs(self) -> str:
        return "".join(path.read_text(errors="replace") for path in self.folder.glob("*.log"))

    @contextmanager
    def site(self, name: str) -> Iterator[None]:
        """While gunicorn serves respondents, or staff."""
        port = getattr(self, name)
        own = {"PORTAL_SITES": name, "PORTAL_BIND": f"127.0.0.1:{port}"}
        own["SECRET_KEY_FILE"] = str(self.folder / f"{name}.secret")
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with _running([*command, "wsgi:app"], self.folder, name, self._environment() | own, port):
            yield

    @contextmanager
    def nginx(self, level: str = "emerg") -> Iterator[None]:
        """While nginx runs; ``level`` is that of its log of errors, if other than shipped."""
        user = "user root;" if os.geteuid() == 0 else ""
        text = self._configured().replace(" emerg;", f" {level};")
        (self.folder / "site.conf").write_text(text)
        (self.folder / "nginx.conf").write_text(AROUND.format(user=user, folder=self.folder))
        command = ["/usr/sbin/nginx", "-c", str(self.folder / "nginx.conf")]
        with _running(command, self.folder, "nginx", dict(os.environ), self.tls):
            yield

    def ask(
        self,
        method: str,
        path: str,
        body: str | None = None,
        *,
        plain: bool = False,
        **headers: str,
    ) -> Answer:
        """From the visitor's address; ``plain`` is without TLS."""
        if plain:
            line = HTTPConnection("localhost", self.http, PATIENCE, (VISITOR, 0))
        else:
            line = HTTPSConnection(
                "localhost", self.tls, timeout=PATIENCE, source_address=(VISITOR, 0),
                context=trusting(),
            )  # fmt: skip
        with contextlib.closing(line):
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, named)
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode())

    def send(self, raw: bytes, *, plain: bool) -> None:
        """Bytes as they are, without minding what comes back."""
        port = self.http if plain else self.tls
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            line = socket.create_connection(("127.0.0.1", port), PATIENCE, (VISITOR, 0))
            stack.enter_context(line)
            if not plain:
                line = trusting().wrap_socket(line, server_hostname="localhost")
                stack.enter_context(line)
            line.sendall(raw)
            line.settimeout(1)
            while line.recv(65536):
                pass

    def _environment(self) -> dict[str, str]:
        own = {
            "PORTAL_INSTANCE": str(self.folder / "instance"),
            "PORTAL_BASE_URL": self.address,
            **OURS,
        }
        return {**os.environ, **own}

    def _configured(self) -> str:
        text = SHIPPED
        for shipped, here in {
            "listen 80 ": f"listen 127.0.0.1:{self.http} ",
            "listen [::]:80 ": f"listen 127.0.0.2:{self.http} ",
            "listen 443 ": f"listen 127.0.0.1:{self.tls} ",
            "listen [::]:443 ": f"listen 127.0.0.2:{self.tls} ",
            "127.0.0.1:8000": f"127.0.0.1:{self.respond}",
            "127.0.0.1:8001": f"127.0.0.1:{self.staff}",
            f"https://{NAME}": self.address,
            f"/etc/letsencrypt/live/{NAME}": str(self.folder),
            f"server_name {NAME}": "server_name localhost",
            "/var/log/nginx": str(self.folder),
        }.items():
            assert shipped in text, shipped
            text = text.replace(shipped, here)
        return text


def deploy(folder: Path) -> Fronted:
    """A new installation without a database yet, and a certificate that nobody else trusts."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(4)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        made = Fronted(folder, *(probe.getsockname()[1] for probe in probes))
    _certify(folder)
    return made


@functools.cache
def trusting() -> ssl.SSLContext:
    """Of the visitor who clicks the browser's warning away."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def link_in(letter: str, place: str) -> str:
    """The path of the first link of a kind in a letter, or in what a command said."""
    found = re.search(rf"https://localhost:\d+(/{place}/[\w-]+)", letter.replace("=\n", ""))
    assert found, letter
    return found[1]


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(pem))
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(private)


@contextmanager
def _running(
    command: list[str], folder: Path, name: str, environment: dict[str, str], port: int
) -> Iterator[None]:
    with (folder / f"{name}.log").open("ab") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(port):
            alive = process.poll() is None and time.monotonic() < until
            assert alive, (folder / f"{name}.log").read_text()
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
