"""Behind the nginx that is shipped: TLS, two processes on one name, logs that tell of nobody."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from playwright.sync_api import expect

from tests.factories import NORTHSHIRE, PAT, SMALL
from tests.journeys.fronted import VISITOR, Fronted, deploy, link_in
from tests.journeys.test_sixty_people import write
from tests.journeys.visitor import PHONE, Visitor, watch

REMI = "remi1@northshire.example.org"
ANSWER = "Planted-answer-4711"
CODE = "K7QD-2M9X-T4HB-8WZC-5RNE"


@pytest.fixture(scope="module")
def fronted(tmp_path_factory: pytest.TempPathFactory) -> Fronted:
    """An open round with two people invited, its letters in the folder."""
    made = deploy(tmp_path_factory.mktemp("fronted"))
    folder = made.folder
    (folder / "instance").mkdir()
    (folder / "small.md").write_text(SMALL)
    write(folder / "organisations.csv", NORTHSHIRE, [NORTHSHIRE.values()])
    people = [["northshire", REMI], ["northshire", "remi2@northshire.example.org"]]
    write(folder / "people.csv", ["organisation", "email"], people)
    days = {"opens": -1, "closes": 7}
    now = datetime.now(UTC)
    times = [f"--{name}={now + timedelta(days=d):%Y-%m-%dT12:00}" for name, d in days.items()]
    named = ["--questionnaire", str(folder / "small.md"), "--title", "Spring check"]
    made.prepare(
        ["db", "upgrade"],
        ["organisation", "import", str(folder / "organisations.csv")],
        ["round", "create", "spring", *named, *times],
        ["invitation", "import", "spring", str(folder / "people.csv")],
        ["staff", "add", PAT, "--role", "psw", "--organisation", "northshire"],
        ["job", "run"],
        ["job", "run"],
    )
    return made


@pytest.fixture(scope="module")
def served(fronted: Fronted) -> Iterator[Fronted]:
    with fronted.site("respond"), fronted.site("staff"), fronted.nginx():
        yield fronted


@pytest.fixture
def visitor(served: Fronted, new_context: Any) -> Iterator[Visitor]:
    context = new_context(**PHONE, ignore_https_errors=True)
    context.set_default_timeout(10_000)
    context.clock.install()
    made = Visitor(context.new_page(), watch(context, served.address))
    yield made
    assert made.troubles == []


def links(fronted: Fronted) -> list[str]:
    return [link_in(letter, "i") for letter in fronted.letters() if "/i/" in letter]


def enter(fronted: Fronted) -> str:
    return link_in(fronted.flask("staff", "sign-in-link", PAT), "staff/enter")


def test_a_practitioner_answers_through_tls(served: Fronted, visitor: Visitor) -> None:
    visitor.begin(served.address + links(served)[0])
    cookies = {cookie["name"]: cookie for cookie in visitor.page.context.cookies()}
    assert set(cookies) == {"__Host-session", "__Host-answers-spring"}
    assert all(each["secure"] and each["httpOnly"] for each in cookies.values())
    visitor.choose("service", "adults")
    visitor.go_on()
    with visitor.saving():
        visitor.choose("heard", "disagree")
    visitor.write("why", ANSWER)
    visitor.go_on()
    visitor.sees_heading("Check your answers")
    visitor.press("Submit")
    visitor.sees_heading("Thank you: your answers are in")


def test_two_sites_on_one_name_do_not_undo_each_other(served: Fronted, visitor: Visitor) -> None:
    """Pat answers for herself beside her work: the form that stood open on the staff site is still
    taken."""
    visitor.open(f"{served.address}/staff/")
    visitor.sees_heading("Sign in to the staff site")
    visitor.open(served.address + enter(served))
    visitor.page.get_by_role("button").first.click()
    visitor.page.wait_for_url("**/staff/")
    visitor.open(f"{served.address}/staff/account")
    beside = visitor.another_tab()
    beside.open(f"{served.address}/resume")
    beside.page.get_by_role("textbox").fill(CODE)
    beside.page.get_by_role("button").click()
    expect(beside.page.locator("main")).not_to_contain_text("Please try again")
    names = {cookie["name"] for cookie in visitor.page.context.cookies()}
    assert names >= {"__Host-session", "__Host-staff-session", "__Host-staff"}
    visitor.button("Sign out").click()
    visitor.sees_heading("Sign in to the staff site")


def test_every_address_goes_to_the_process_that_knows_it(served: Fronted) -> None:
    for path in ("/", "/help", "/healthz", "/staff/sign-in", "/staff/healthz", "/static/app.css"):
        assert served.ask("GET", path).status == 200, path
    for path in ("/nothing", "/staff/nothing", "/staffing", "/i/" + "A" * 22):
        assert served.ask("GET", path).status == 404, path
    assert served.ask("GET", "/staff").headers["Location"] == f"{served.address}/staff/"


def test_browsers_are_told_once_to_stay_with_tls(served: Fronted) -> None:
    for path in ("/", "/staff/sign-in", "/static/app.css", "/nothing"):
        said = served.ask("GET", path).headers.get_all("Strict-Transport-Security")  # type: ignore[attr-defined]
        assert said == ["max-age=31536000"], path
    plain = served.ask("GET", "/i/abc?x=1", plain=True)
    assert (plain.status, plain.headers["Location"]) == (301, f"{served.address}/i/abc?x=1")
    assert "Strict-Transport-Security" not in plain.headers


def test_pages_come_through_filled_up(served: Fronted) -> None:
    answer = served.ask("GET", "/help")
    length, digits = len(answer.body.encode()), len(answer.headers["Content-Length"])
    assert (length + digits + len(answer.headers["Padding"])) % 256 == 0


def test_what_is_too_large_gets_a_page(served: Fronted) -> None:
    for size in (270_000, 400_000):
        answer = served.ask("POST", "/resume", "a" * size)
        assert answer.status == 413
        assert "<h1" in answer.body
    staff = served.ask("POST", "/staff/sign-in", "a" * 400_000)  # the portal's to refuse
    assert staff.status == 413
    assert "8 MB of a list" in staff.body


def test_another_name_gets_no_answer(served: Fronted) -> None:
    with pytest.raises(OSError):
        served.ask("GET", "/", Host="check.example.com")


def garbage(link: str, code: str) -> list[bytes]:
    """What no server can make sense of, with secrets in it."""
    get, host = f"GET {link}", "Host: localhost\r\n"
    texts = [
        link,
        f"{get} HTTP/9.9\r\n\r\n",
        f"{get} HTTP/1.1\r\n\r\n",
        f"{get}/%zz HTTP/1.1\r\n{host}\r\n",
        f"{get}{'a' * 40_000} HTTP/1.1\r\n{host}\r\n",
        f"{link.upper().replace('/', 'X')} / HTTP/1.1\r\n{host}\r\n",
        f"{get} HTTP/1.1\r\nHost: {code}\r\n\r\n",
        f"{get} HTTP/1.1\r\n{host}Cookie: {code * 3000}\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Content-Length: {code}\r\n\r\n",
        f"POST {link} HTTP/1.1\r\n{host}Content-Length: 900000\r\n\r\n{code}",
        f"POST {link} HTTP/1.1\r\n{host}Content-Length: 90\r\n\r\n{code}",
        f"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n{link}",
    ]
    return [text.encode() for text in texts]


def found_in(log: str, secrets: list[str]) -> list[str]:
    return [each for each in secrets if re.search(re.escape(each), log, re.IGNORECASE)]


def leave_traces(portal: Fronted) -> list[str]:
    """Ask for everything that holds a secret, while the portal is there and then while it is not;
    the secrets."""
    link, stop = links(portal)[1], link_in(portal.letters()[0], "stop")
    at = ["--organisation", "northshire"]
    opened = link_in(portal.flask("invitation", "open-link", "spring", *at), "o")
    entered = enter(portal)
    with portal.nginx():
        with portal.site("respond"), portal.site("staff"):
            assert portal.ask("GET", link).status == 200
            ask_for_everything(portal, [link, stop, opened, entered])
        ask_for_everything(portal, [link, stop, opened, entered])
    tails = [path.rsplit("/", 1)[1] for path in (link, stop, opened, entered)]
    return [*tails, CODE, CODE.replace("-", ""), ANSWER, REMI, "remi1", VISITOR]


def ask_for_everything(portal: Fronted, paths: list[str]) -> None:
    headers = {"Content_Type": "application/x-www-form-urlencoded"}
    for path in (*paths, f"/r/{CODE}", f"/resume?code={CODE}"):
        referer = f"{portal.address}{path}"
        portal.ask("GET", path, Referer=referer, User_Agent=ANSWER)
        portal.ask("GET", path, plain=True, Referer=referer)
        portal.ask("POST", path, f"code={CODE}&q_why={ANSWER}", **headers)
        portal.ask("POST", path, ANSWER * 30_000, **headers)
    with ThreadPoolExecutor(8) as crowd:  # what has no end is waited for
        each = [(raw, plain) for raw in garbage(paths[0], CODE) for plain in (False, True)]
        list(crowd.map(lambda one: portal.send(one[0], plain=one[1]), each))


@pytest.fixture
def own(fronted: Fronted, tmp_path: Path) -> Fronted:
    """The same installation with ports and logs of its own."""
    there = deploy(tmp_path)
    (tmp_path / "instance").symlink_to(fronted.folder / "instance")
    return there


def test_no_log_holds_a_link_a_code_an_answer_or_an_address(own: Fronted) -> None:
    secrets = leave_traces(own)
    log = own.logs()
    assert " GET /i 200 " in log
    assert " GET /i 503 " in log
    assert " POST /r 503 " in log
    assert " POST /resume 413 " in log
    assert " GET /staff/enter 503 " in log
    assert found_in(log, secrets) == []


def test_a_portal_that_is_away_shows_a_page_that_says_so(own: Fronted) -> None:
    with own.nginx():
        answer = own.ask("GET", "/help")
    assert answer.status == 503
    assert "What you had saved is safe" in answer.body
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("level", ["emerg", "error"])
def test_the_usual_level_of_nginx_would_tell_what_ours_does_not(own: Fronted, level: str) -> None:
    """So that the test above looks where something could be found."""
    with own.nginx(level):
        assert own.ask("GET", f"/i/{ANSWER}").status == 503
    told = found_in(own.logs(), [ANSWER, VISITOR])
    assert told == ([ANSWER, VISITOR] if level == "error" else [])


class Recorder(BaseHTTPRequestHandler):
    """In the place of a process of the portal: notes what nginx hands on."""

    seen: ClassVar[dict[str, tuple[str, str, str]]] = {}

    def do_GET(self) -> None:
        told = (self.headers.get(name, "") for name in ("Cookie", "X-Forwarded-For", "Forwarded"))
        self.seen[self.path] = tuple(told)  # type: ignore[assignment]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@contextlib.contextmanager
def recording(port: int) -> Iterator[None]:
    server = ThreadingHTTPServer(("127.0.0.1", port), Recorder)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


OWN = "__Host-session=s; __Host-answers-spring=c; __Host-scores-spring=n"
OF_STAFF = (
    "__Host-staff=a; __Host-staff-session=b; __Host-staff-asked=d; __Host-staff-codes=e"
    "; __Host-staff-known=f"
)


@pytest.mark.parametrize("cookies", [f"{OWN}; {OF_STAFF}", f"{OF_STAFF}; {OWN}"])
def test_each_process_gets_its_own_cookies_and_the_visitors_true_address(
    own: Fronted, cookies: str
) -> None:
    said = {"Cookie": cookies, "X_Forwarded_For": "203.0.113.1", "Forwarded": "for=203.0.113.1"}
    with own.nginx(), recording(own.respond), recording(own.staff):
        for path in ("/help", "/staff/", "/static/app.css"):
            assert own.ask("GET", path, **said).status == 204
    assert {told[1:] for told in Recorder.seen.values()} == {(VISITOR, "")}
    got = {path: set(re.findall(r"[^; ]+", told[0])) for path, told in Recorder.seen.items()}
    assert got["/help"] == set(OWN.split("; "))
    assert got["/staff/"] == {*OF_STAFF.split("; "), "__Host-session=s"}
    assert got["/static/app.css"] == set()
