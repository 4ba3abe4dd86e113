"""People on their way through the small questionnaire, by the services alone."""

from __future__ import annotations

from collections.abc import Sequence
from threading import Barrier, Thread

from portal.services.answering import arriving, responding
from portal.services.answering.responding import Posted, Submitted
from portal.store.answers import Ballot, Draft, Ticket
from portal.store.db import db
from portal.vault import tokens
from portal.worker import passes
from tests.factories import House


def secret_of(house: House, round_id: bytes) -> bytes | None:
    return house.tools.keys.draft_secret(round_id)


def token_of(link: str) -> str:
    """The token in the path ``/i/<token>``."""
    return link.rsplit("/", 1)[1]


def ticket_behind(link: str) -> Ticket:
    token = tokens.token_of(token_of(link))
    assert token
    return Ticket.get_by_id(tokens.ticket_of(token))


def begin(house: House, link: str, held: Sequence[bytes] = ()) -> bytes:
    """Press *Start now*; the resume code."""
    welcome = arriving.by_token(token_of(link), house.now, house.tools.keys)
    return arriving.begin(welcome, held, house.now, house.tools.keys)


def fill(house: House, code: bytes, *, round_code: str = "spring", **said: str) -> None:
    """Answer every page; ``said`` by item, with likely answers for those left out."""
    likely = {"service": "children", "heard": "agree", "safe": "agree"} | said
    pages = {
        "about": ("service", "service__other", "role", "years", "welcome"),
        "support": ("heard", "safe", "why"),
    }
    for page, items in pages.items():
        fields = {f"q_{item}": [likely[item]] for item in items if item in likely}
        save_page(house, code, Posted(page, fields), round_code)


def save_page(house: House, code: bytes, posted: Posted, round_code: str = "spring") -> None:
    """Save and continue; once more where that has brought up a question."""
    keys = house.tools.keys
    for _ in range(2):
        saved = responding.save(round_code, code, posted, house.now, keys, leaving=True)
        assert not saved.messages, saved.messages
        if not saved.reading.revealed:
            break


def submit(house: House, code: bytes, round_code: str = "spring") -> Submitted:
    return responding.submit(round_code, code, house.now, house.tools.keys)


def respond(house: House, link: str, *, round_code: str = "spring", **said: str) -> None:
    """From the link to the end."""
    code = begin(house, link)
    fill(house, code, round_code=round_code, **said)
    submit(house, code, round_code)


def everybody_responds(house: House, organisation: str = "", **said: str) -> None:
    for link in house.links(organisation):
        respond(house, link, **said)


def left_behind() -> tuple[int, int, int]:
    """How many drafts, ballots and spent tickets there are."""
    spent = Ticket.select().where(Ticket.state == "spent").count()
    return Draft.select().count(), Ballot.select().count(), spent


def snapshot() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, from the database itself."""
    return {
        name: sorted(db.execute_sql(f'SELECT * FROM "{name}"').fetchall(), key=repr)
        for name in db.get_tables()
    }


def workers_at_once(house: House, number: int) -> None:
    """A pass by each of so many workers, all begun in the same moment; none may fail."""
    start, failed = Barrier(number), list[BaseException]()

    def work() -> None:
        start.wait()
        try:
            passes.run(house.tools, house.now)
        except BaseException as error:
            failed.append(error)
        finally:
            db.close()

    workers = [Thread(target=work) for _ in range(number)]
    [worker.start() for worker in workers]
    [worker.join() for worker in workers]
    assert not failed
