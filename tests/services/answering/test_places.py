"""A script that begins again and again by a link to forward keeps real people out for a day at
most, and takes nothing from anybody that was saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.errors import DraftGone, NotFound, PortalError, TooManyInProgress
from portal.services.answering import arriving, drafts, responding, slots
from portal.services.answering.responding import Posted
from portal.services.people import links
from portal.store import db
from portal.store.answers import Draft
from portal.vault import tokens
from tests.factories import ADA, House
from tests.services import scenes

MANY = 8
DAY, LONGER = timedelta(hours=24), timedelta(hours=30)
ABOUT = Posted("about", {"q_service": ["children"]})
NOTHING = Posted("about", {})


@pytest.fixture(autouse=True)
def few_places(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    """A link with eight places, in an open round."""
    monkeypatch.setattr(slots, "PER_OPEN_LINK", MANY)
    monkeypatch.setattr(slots, "BLOCK", 4)
    house.open_round(northshire=1)


def token_of(house: House) -> bytes:
    return links.open_link("spring", "northshire", ADA, house.now)


def begin(house: House, token: bytes | None = None) -> bytes:
    link = tokens.link_text(token or token_of(house))
    welcome = arriving.by_open_link(link, house.now, house.tools.keys)
    return arriving.begin(welcome, [], house.now, house.tools.keys)


def attack(house: House, starts: int = MANY) -> list[bytes]:
    return [begin(house) for _ in range(starts)]


def save(house: House, code: bytes, posted: Posted = ABOUT, *, leaving: bool = True) -> None:
    responding.save("spring", code, posted, house.now, house.tools.keys, leaving=leaving)


def answers(house: House, code: bytes) -> object:
    return drafts.fetch("spring", code, house.now, house.tools.keys).envelope.answers


def test_after_a_day_real_people_get_in_and_submit(house: House) -> None:
    attack(house)
    house.now += DAY
    with pytest.raises(TooManyInProgress, match="ask the people who invited you"):
        begin(house)
    house.now += LONGER - DAY
    for _ in range(MANY):
        code = begin(house)
        scenes.fill(house, code)
        scenes.submit(house, code)
    assert scenes.left_behind() == (MANY - 1, MANY, MANY)


def test_the_attack_succeeds_for_good_where_first_versions_are_random(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "first_version", lambda *_: drafts._new_version())
    attack(house)
    house.now += LONGER
    with pytest.raises(TooManyInProgress):
        begin(house)


def test_a_renewed_link_has_all_its_places_at_once(house: House) -> None:
    attack(house)
    links.renew("spring", "northshire", ADA, house.now)
    assert len(attack(house)) == MANY
    with pytest.raises(TooManyInProgress):
        begin(house)


def test_a_renewed_link_is_as_full_as_the_old_one_where_places_are_the_organisations(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tokens, "open_link_mark", lambda _: bytes(16))
    attack(house)
    links.renew("spring", "northshire", ADA, house.now)
    with pytest.raises(TooManyInProgress):
        begin(house)


@pytest.mark.parametrize(
    ("posted", "leaving"), [(ABOUT, True), (ABOUT, False), (NOTHING, False)], ids=str
)
def test_whatever_was_saved_keeps_its_place_however_long(
    house: House, posted: Posted, leaving: bool
) -> None:
    """Even a save of nothing: that is how *Save and come back later* gives the code away."""
    kept = attack(house)
    for code in kept:
        save(house, code, posted, leaving=leaving)
    house.now += LONGER * 4
    with pytest.raises(TooManyInProgress):
        begin(house)
    scenes.fill(house, kept[0])
    scenes.submit(house, kept[0])


def test_a_look_or_a_page_that_is_opened_keeps_no_place(house: House) -> None:
    code, *_ = attack(house)
    answers(house, code)
    responding.save("spring", code, ABOUT, house.now, house.tools.keys, leaving=False, looking=True)
    house.now += LONGER
    for _ in range(MANY):
        begin(house)
    with pytest.raises(DraftGone):
        answers(house, code)


def test_nobody_loses_a_place_while_another_is_free(house: House) -> None:
    codes = attack(house, MANY - 1)
    house.now += LONGER
    begin(house)
    assert [answers(house, code) for code in codes] == [{}] * (MANY - 1)


def test_starts_by_a_letter_are_not_given_up(house: House) -> None:
    """Five places are the person's own, and nobody else's."""
    codes = [scenes.begin(house, house.links()[0]) for _ in range(5)]
    house.now += LONGER
    with pytest.raises(PortalError, match="started five times"):
        scenes.begin(house, house.links()[0])
    assert not any(map(tokens.is_forwarded, codes))


def test_whoever_lost_a_place_is_told_so_and_what_to_do(house: House) -> None:
    [code] = attack(house, 1)
    Draft.delete().execute()  # as the taking over does
    with pytest.raises(DraftGone, match=r"have not, nothing was saved .* open the link again"):
        save(house, code)
    with pytest.raises(NotFound, match="nothing was saved for a day"):
        arriving.by_code(arriving.code_text(code), house.now, house.tools.keys)


@contextmanager
def just_before_the_lock(monkeypatch: pytest.MonkeyPatch, act: object) -> Iterator[None]:
    """Do something between the look for a place and the lock under which it is taken."""
    locked = db.writing

    @contextmanager
    def writing() -> Iterator[None]:
        monkeypatch.setattr(db, "writing", locked)
        act()  # type: ignore[operator]
        with locked():
            yield

    monkeypatch.setattr(db, "writing", writing)
    yield
    monkeypatch.setattr(db, "writing", locked)


def test_a_save_just_before_a_place_is_taken_keeps_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, token = attack(house), token_of(house)
    house.now += LONGER

    def everybody_saves() -> None:
        for code in codes:
            save(house, code)

    with just_before_the_lock(monkeypatch, everybody_saves), pytest.raises(TooManyInProgress):
        begin(house, token)
    assert [answers(house, code) for code in codes] == [{"service": "children"}] * MANY


def test_the_same_save_is_lost_where_the_place_is_chosen_before_the_lock(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, token = attack(house), token_of(house)
    choose, chosen = slots.of_open_link, list[bytes]()
    house.now += LONGER

    def once(*given: object) -> bytes:
        chosen.append(chosen[0] if chosen else choose(*given))  # type: ignore[arg-type]
        return chosen[0]

    def everybody_saves() -> None:
        for code in codes:
            save(house, code)

    monkeypatch.setattr(slots, "of_open_link", once)
    with just_before_the_lock(monkeypatch, everybody_saves):
        begin(house, token)
    assert Draft.select().where(Draft.id.in_([tokens.draft_id(c) for c in codes])).count() < MANY


def test_a_save_that_comes_too_late_is_not_acknowledged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, replace = attack(house), drafts.replace
    house.now += LONGER

    def late(*given: object) -> object:
        monkeypatch.setattr(drafts, "replace", replace)
        for _ in range(MANY):
            begin(house)
        return replace(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(drafts, "replace", late)
    with pytest.raises(DraftGone):
        save(house, codes[0])


def test_saves_and_starts_at_the_same_moment_lose_nothing_that_was_acknowledged(
    house: House,
) -> None:
    codes, start, told = attack(house), Barrier(2 * MANY), list[bytes]()
    house.now += LONGER

    def saving(code: bytes) -> None:
        save(house, code)
        told.append(code)

    def one(code: bytes | None) -> None:
        start.wait()
        try:
            saving(code) if code else begin(house)
        except (DraftGone, TooManyInProgress):
            pass
        finally:
            db.db.close()

    threads = [Thread(target=one, args=(code,)) for code in [*codes, *[None] * MANY]]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert [answers(house, code) for code in told] == [{"service": "children"}] * len(told)
    assert Draft.select().count() == MANY


def test_only_with_the_draft_secret_does_a_version_tell_what_was_never_saved(
    house: House,
) -> None:
    codes = attack(house, 4)
    for code in codes[:2]:
        save(house, code)
    secret = house.tools.keys.draft_secret(drafts.Round.get().id)
    assert secret
    by = slots.ByOpenLink(bytes(16), house.now + LONGER)
    seen = {}
    for name, taken in (("secret", secret), ("none", bytes(32))):
        key = slots.first_versions.key_of(taken)
        seen[name] = {
            row.id for row in Draft.select() if slots._lost(key, row.id, row.version, by.quarter)
        }
    assert seen["secret"] == {tokens.draft_id(code) for code in codes[2:]}
    assert seen["none"] == set()
