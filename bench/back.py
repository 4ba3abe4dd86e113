"""What *Back* shows in WebKitGTK, with the server running and with the server stopped.

    python -m bench.back [--pictures FOLDER]

WebKit keeps pages in memory over plain HTTP although they say `no-store`, and shows them again
without asking. Exits 1 if a page that was left shows what stood on it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import questionnaires, servers
from bench.serving import Web
from bench.windows import WebKit, Window, window

START = "main form button[type=submit]"
NEXT = ".govuk-button-group button[value=next]"
LATER = ".govuk-button-group button[value=later]"
SUBMIT = "#submit button"
HELP = ".footer__links li:last-child a"
SECRET = "nobody else may read this"
NOTE = """
addEventListener("pageshow", (event) => event.persisted && sessionStorage.setItem("memory", "yes"));
"""
SEEN = """
let memory = "no";
try { memory = sessionStorage.getItem("memory") ?? "no"; sessionStorage.clear(); }
catch { memory = "unknown"; }
const text = document.body.hidden ? "" : document.body.innerText;
return [memory, document.querySelector("h1")?.innerText ?? text.slice(0, 45), text];
"""
"""The browser's own error page has no storage, and does not tell where it comes from."""


@dataclass
class Watch:
    webkit: Window
    pictures: Path | None
    shown: int = 0

    def back(self, name: str, held: str) -> None:
        """Go back to a page that held this."""
        self.webkit.back()
        memory, heading, text = self.webkit.run(SEEN)
        self.shown += held in text
        verdict = "SHOWN" if held in text else "not shown"
        print(f"{name:<40}{memory:<13}{verdict:<11}{heading}")
        if self.pictures:
            self.webkit.picture(self.pictures / f"{name.replace(', ', ' ').replace(' ', '-')}.png")


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.back")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of each")
    pictures = parser.parse_args().pictures
    with tempfile.TemporaryDirectory() as name, window(WebKit) as webkit:
        web = Web(Path(name))
        source = questionnaires.text("short")
        links = servers.prepare(Path(name), web.environment, source, 3)
        web.start()
        print(f"{webkit.version}\n{'back to':<40}{'from memory':<13}{'what stood there'}")
        watch = Watch(webkit, pictures)
        try:
            _look(watch, web, [f"http://127.0.0.1:{web.port}{link}" for link in links])
        finally:
            web.stop()
    sys.exit(1 if watch.shown else 0)


def _look(watch: Watch, web: Web, links: list[str]) -> None:
    webkit = watch.webkit
    _submit(webkit, links[0])
    watch.back("the check, running", SECRET)
    _begin(webkit, links[1])
    webkit.leave(LATER)
    code = webkit.run("return document.getElementById('resume-code').innerText")
    _leave(webkit, START)  # which has the browser forget
    watch.back("the code, forgotten, running", code)
    _submit(webkit, links[2])
    _leave(webkit, HELP)
    web.stop()
    watch.back("the last page, stopped", "Thank you")
    watch.back("the check, stopped", SECRET)
    watch.back("the questions, stopped", "All of it")


def _begin(webkit: Window, link: str) -> None:
    webkit.open(link)
    webkit.leave(START)
    webkit.run(f"document.querySelector('[name=q_more]').value = '{SECRET}'")
    webkit.run(NOTE)


def _submit(webkit: Window, link: str) -> None:
    _begin(webkit, link)
    webkit.leave(NEXT)
    _leave(webkit, SUBMIT)


def _leave(webkit: Window, way: str) -> None:
    """Leave a page by a button or link; it will note whether it comes back from memory."""
    webkit.run(NOTE)
    webkit.leave(way)


if __name__ == "__main__":
    main()
