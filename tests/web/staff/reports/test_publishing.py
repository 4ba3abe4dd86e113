"""The page of all reports of a round, and what a PSW meets before they are published."""

from __future__ import annotations

from bs4 import BeautifulSoup

from tests.factories import ADA, OLGA, PAT, House, post, token_in
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

ROUND = "/staff/rounds/spring"
HERE = f"{ROUND}/reports"
NOT_SPLIT = "Not split: too few in all groups but one"


def counted(house: House, *, wait: bool = False) -> None:
    for psw in (PAT, OLGA):
        house.person(psw)
    house.open_round(northshire=24, southborough=9, reports_wait=wait)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()


def seen(house: House, path: str, who: str = ADA, status: int = 200) -> BeautifulSoup:
    answer = house.signed_in(who).get(path)
    assert answer.status_code == status
    return BeautifulSoup(answer.text, "html.parser")


def words(page: BeautifulSoup) -> str:
    return " ".join((page.select_one("main") or page).get_text(" ").split())


def report_of(house: House) -> str:
    """The address of Northshire's report."""
    link = seen(house, HERE).select_one('tbody a[href*="/northshire/"]')
    assert link
    return str(link["href"])


def test_what_can_be_reported_of_each_and_why_not_stands_by_name_below_the_totals(
    house: House,
) -> None:
    counted(house)
    page = seen(house, HERE)
    figures = [(each.dt.text, each.dd.text) for each in page.select(".figures__item")]  # type: ignore[union-attr]
    assert figures == [
        ("organisations", "2"),
        ("in whole numbers", "1"),
        ("some to the nearest 5", "0"),
        ("all to the nearest 5", "0"),
        ("not shown", "1"),
    ]
    rows = [[cell.get_text(strip=True) for cell in row] for row in page.select("tbody tr")]
    assert [[text for text in row if text] for row in rows] == [
        ["London Borough of Southborough", "Not shown: fewer than ten answered an invitation", "–"],
        ["Northshire County Council", "In whole numbers", NOT_SPLIT],
    ]
    [heading] = seen(house, report_of(house)).select("h1")
    assert heading.get_text(strip=True).endswith("Northshire County Council")


def test_a_psw_is_told_that_her_report_is_being_checked(house: House) -> None:
    counted(house, wait=True)
    report = report_of(house)
    page = seen(house, report, PAT, status=409)
    assert page.h1 and page.h1.text == "The report is being checked"
    assert "a letter tells you as soon as yours is here" in words(page)
    for path in ("/staff/", report.rsplit("/", 1)[0]):
        assert "An administrator looks through the reports" in words(seen(house, path, PAT))
    assert not seen(house, "/staff/", PAT).select(f'a[href="{report}"]')
    seen(house, report)


def test_an_administrator_publishes_them_and_says_so_twice(house: House) -> None:
    counted(house, wait=True)
    assert "Publish the reports" in words(seen(house, ROUND))
    assert "wait until one of you publishes them" in words(seen(house, "/staff/"))
    assert "These reports are waiting for you" in words(seen(house, HERE))
    assert "2 principal social workers get a letter" in words(seen(house, f"{HERE}/publish"))
    report = report_of(house)
    ada = house.signed_in()
    assert post(ada, f"{HERE}/publish").headers["Location"] == HERE
    page = words(seen(house, HERE))
    assert f"by {ADA}" in page and "These reports are waiting" not in page
    seen(house, report, PAT)
    assert seen(house, "/staff/", PAT).select(f'.now a[href="{report}"]')
    house.work()
    [letter] = [each for each in house.letters if each.to == PAT and "read" in each.subject]
    assert "/staff/rounds/spring/northshire/" in letter.text


def test_who_comes_second_is_led_to_the_round(house: House) -> None:
    counted(house)
    ada = house.signed_in()
    answer = ada.get(f"{HERE}/publish")
    assert (answer.status_code, answer.headers["Location"]) == (303, ROUND)
    token = token_in(ada.get(ROUND).text)
    again = ada.post(f"{HERE}/publish", data={"csrf_token": token})
    assert (again.status_code, again.headers["Location"]) == (303, ROUND)


def test_until_the_count_it_is_asked_whether_they_are_to_wait(house: House) -> None:
    house.open_round(northshire=12)
    ada = house.signed_in()
    assert "There as soon as the answers are counted" in words(seen(house, ROUND))
    for fields, said in (({"reports_wait": "y"}, "Wait until"), ({}, "There as soon")):
        token = token_in(ada.get(HERE).text)
        answer = ada.post(f"{HERE}/wait", data={"csrf_token": token, **fields})
        assert answer.headers["Location"] == ROUND
        assert said in words(seen(house, ROUND))
        assert bool(seen(house, HERE).select("input[checked]")) == bool(fields)


def test_the_form_of_a_round_that_is_planned_asks_too(house: House) -> None:
    from portal.services.rounds import register as rounds
    from portal.store.rounds import Round

    house.round()
    Round.update(state="draft").execute()
    ada = house.signed_in()
    page = BeautifulSoup(ada.get(f"{ROUND}/change").text, "html.parser")
    box = page.select_one("input[name=reports_wait]")
    assert box and not box.has_attr("checked")
    assert "Returns never wait" in words(page)
    fields = {
        each["name"]: each["value"]
        for each in page.select("main input[type=hidden], main input[type=text]")
    }
    days = {name: fields.get(name, "") for name in ("opens", "closes")}
    answer = ada.post(
        f"{ROUND}/change",
        data={
            **fields,
            **days,
            "which": "all",
            "threshold": "10",
            "reports_wait": "y",
            "questionnaire": str(page.select_one("#questionnaire option[selected]")["value"]),  # type: ignore[index]
        },
    )
    assert answer.status_code == 303
    assert rounds.by_code("spring").reports_wait


def test_a_round_of_returns_has_no_reports(house: House) -> None:
    house.open_round(northshire=1, source=RETURN)
    for path in (HERE, f"{HERE}/publish"):
        seen(house, path, status=404)


def test_once_they_are_deleted_the_page_says_when(house: House) -> None:
    counted(house, wait=True)
    report = report_of(house)
    house.work(days=1200)
    assert "The reports were deleted after 1 March 2029" in words(seen(house, HERE))
    assert "were deleted after 1 March 2029" in words(seen(house, report, PAT, status=409))
    [said] = seen(house, "/staff/", PAT).select(".now__first")
    assert "There is nothing that you have to do now. It is counted." in said.text
    assert "was deleted after 1 March 2029" in said.text
    assert "wait until one of you" not in words(seen(house, "/staff/"))


def test_what_is_withheld_of_whom_and_why_stands_behind_the_rounds_page(house: House) -> None:
    counted(house)
    page = seen(house, ROUND)
    [link] = [a for a in page.select("main a") if a.text == "What the count withheld"]
    assert "1 of 2 is not reported by itself" in link.parent.text
    rows = [" ".join(row.text.split()) for row in seen(house, str(link["href"])).select("tr")]
    why = "it needs 10 people who answered an invitation, and more where links have ended"
    assert f"London Borough of Southborough Not reported by itself: {why} All figures" in rows
    assert not [row for row in rows if "Northshire" in row and "All figures" in row]


def test_what_is_withheld_is_gone_with_the_reports_and_is_for_administrators(house: House) -> None:
    counted(house)
    seen(house, f"{HERE}/withheld", PAT, status=404)
    house.work(days=1200)
    page = seen(house, f"{HERE}/withheld", status=409)
    assert "were deleted after" in page.text
