"""One family, from the board's decision to the last follow-up, with a recall in between, as a telephone shows it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from antigone.desk.accounts.models import Person
from antigone.desk.audit.models import AuditRow
from antigone.desk.cases.actions.effects import add_effect
from antigone.desk.cases.models import Case
from antigone.desk.identification.actions.recalls import begin_recall
from antigone.desk.notification.actions.plans import open_error_plan
from antigone.desk.notification.models import NotificationPlan, PreparedPicture
from antigone.protocol.plan import Item
from antigone.protocol.recall import RecallGround
from antigone.protocol.visit import VisitStep
from desk_browser import complaints, fits, sign_in
from desk_people import as_
from desk_told import Team, a_team, planned, with_a_photograph

pytestmark = pytest.mark.slow


@contextmanager
def window_of(chromium: Browser, address: str, person: Person, language: str = "en") -> Iterator[Page]:
    # axe is put into the page by the test
    context = chromium.new_context(viewport={"width": 360, "height": 740}, base_url=address, bypass_csp=True)
    context.set_default_timeout(90_000)
    page = context.new_page()
    sign_in(page, person.email)
    context.add_cookies([{"name": "antigone-language", "value": language, "url": address}])
    yield page
    context.close()


def looked_at(page: Page, name: str) -> None:
    """Nothing is wider than the telephone, and axe complains of nothing."""
    assert fits(page), f"{name} is too wide"
    assert complaints(page) == [], name
    if os.environ.get("ANTIGONE_SHOTS"):
        page.screenshot(path=f"{os.environ['ANTIGONE_SHOTS']}/{name}.png", full_page=True)


def plan_it(page: Page, team: Team) -> None:
    page.get_by_role("link", name="Families to tell").click()
    looked_at(page, "list")
    page.get_by_role("link", name=re.compile("Plan for the family of")).click()
    page.get_by_label("Why").fill("the board decided")
    page.get_by_role("button", name="Begin the plan").click()
    looked_at(page, "plan-empty")
    page.get_by_role("link", name="On which side they are").click()
    page.get_by_label("on this side").check()
    page.get_by_label("Who says so").fill("their aunt")
    page.get_by_label("How they know").fill("they moved in March")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="Who is entitled", exact=True).click()
    page.locator("[name=name]").fill("Галина Приклад")
    page.get_by_label("How they are related").fill("mother")
    looked_at(page, "kin")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Safe contact").click()
    page.get_by_label("How they are reached").fill("through the aunt")
    page.get_by_label("yes, they say so").check()
    page.get_by_label("How they must never be reached").fill("by telephone")
    page.get_by_label("Who asked them, and when").fill("the aunt, today")
    page.get_by_role("button", name="Write it down").click()
    page.get_by_role("link", name="The plan", exact=True).click()
    for item in Item:
        page.locator(f"main [name={item.value}]").fill("as they said")
    looked_at(page, "items")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Who goes", exact=True).click()
    page.get_by_label("The first").select_option(label=team.lia.name)
    page.get_by_label("The second").select_option(label=team.omar.name)
    page.get_by_role("button", name="Choose").click()


def write_the_visit(page: Page) -> None:
    page.get_by_role("link", name="Write the visit down").click()
    page.get_by_label("They were told.").check()
    page.get_by_label("Галина Приклад").check()
    page.get_by_label("Who else was there").fill("the aunt")
    for step in VisitStep:
        page.locator(f"[name=done_{step.value}]").check()
    page.get_by_label("The words with which it was said").fill("Ваш син помер.")
    page.get_by_label("The word “died” was said.").check()
    page.get_by_label("Who stays with them now").fill("the aunt, until tomorrow")
    looked_at(page, "visit")


def test_a_family_is_planned_for_told_and_visited_again(chromium: Browser, served: Any) -> None:
    team = a_team()
    photograph = with_a_photograph(team)
    case = Case.objects.get(pk=team.decision.case_id)
    add_effect(by=as_(team.board.team.people.boris), case=case, description="ring")
    with window_of(chromium, served.address, team.lia) as page, window_of(chromium, served.address, team.omar) as omar:
        plan_it(page, team)
        confirm = "I have read the plan as it stands, and confirm it"
        page.get_by_role("button", name=confirm).click()
        plan = NotificationPlan.objects.get()
        omar.goto(f"/notifications/{plan.pk}")
        omar.get_by_role("button", name=confirm).click()
        expect(omar.locator("main")).to_contain_text("ready: two may go")
        page.reload()
        write_the_visit(page)
        page.context.set_offline(True)
        page.get_by_role("button", name="Write the visit down").click()
        expect(page.get_by_role("alert")).to_contain_text("There is no connection")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        page.context.set_offline(False)
        page.get_by_role("button", name="Write the visit down").click()
        expect(page.locator("main")).to_contain_text("the family knows")
        looked_at(page, "told")
        page.get_by_role("link", name="Follow-up", exact=True).click()
        page.get_by_label("yes").check()
        page.get_by_label("How they are, what they need").fill("she sleeps")
        looked_at(page, "follow-up")
        page.get_by_role("button", name="Write it down").click()
        expect(page.locator("main")).to_contain_text("somebody was with them")
        page.get_by_role("link", name="Hand over effects and remains").click()
        page.get_by_label("1. ring").check()
        page.get_by_label("The second person of the desk").select_option(label=team.omar.name)
        page.get_by_label("Numbers of the sealed packets").fill("S-12")
        page.get_by_label("Where the signed paper is kept").fill("folder 3, sheet 2")
        looked_at(page, "hand-over")
        page.get_by_role("button", name="It was handed over").click()
        expect(page.locator("main")).to_contain_text("folder 3, sheet 2")
        pictures(chromium, served.address, page, team, photograph)
        page.goto(f"/notifications/{plan.pk}")
        page.get_by_role("link", name="Close the plan").click()
        page.get_by_label("In words").fill("they know whom to call")
        page.get_by_role("button", name="Close it").click()
        expect(page.locator("main")).to_contain_text("closed")


def pictures(chromium: Browser, address: str, page: Page, team: Team, photograph: int) -> None:
    page.get_by_role("link", name="They ask to see").click()
    page.get_by_label("Who asks").fill("Галина Приклад")
    page.get_by_label("What they ask for, in their words").fill("May I see him?")
    page.get_by_role("button", name="They ask").click()
    expect(page.get_by_role("button", name="Show it now, once")).to_have_count(0)
    step(page, "What you explained", "They agree to it")
    looked_at(page, "ladder")
    step(page, "What was said, in words", "It was said")
    step(page, "What you explained", "There is none to show")
    step(page, "What you explained", "They agree to it")
    expect(page.locator("main")).to_contain_text("No picture is prepared")
    case = team.decision.case_id
    with window_of(chromium, address, team.board.team.people.boris) as boris:
        boris.get_by_role("link", name=team.decision.case.code).first.click()
        assert boris.url.endswith(f"/cases/{case}/prepare")
        boris.locator("[name=photograph]").select_option(value=str(photograph))
        boris.get_by_label("the face").check()
        boris.get_by_label("What it shows, for whoever").fill("his face, covered to the chin")
        boris.get_by_label("Part of the photograph").fill("20 10 60 60")
        boris.get_by_label("What is covered").fill("0 80 100 20")
        looked_at(boris, "prepare")
        boris.get_by_role("button", name="Prepare it").click()
        expect(boris.locator("main")).to_contain_text("a second person looks it over")
    with window_of(chromium, address, team.board.rosa) as rosa:
        rosa.goto(f"/prepared/{PreparedPicture.objects.get().pk}")
        rosa.get_by_role("button", name="Look at it").click()
        expect(rosa.locator("img.picture")).to_be_visible()
        looked_at(rosa, "prepared")
        rosa.get_by_label("yes").check()
        rosa.get_by_label("Why").fill("gentle")
        rosa.get_by_role("button", name="Write it down").click()
    page.reload()
    page.get_by_role("button", name="Show it now, once").click()
    picture = page.locator("img.picture")
    expect(picture).to_be_visible()
    assert (picture.get_attribute("src") or "").startswith("data:image/jpeg;base64,")
    assert AuditRow.objects.filter(verb="show the family prepared picture").count() == 1
    looked_at(page, "shown")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("main")).to_contain_text("They stopped. Nothing is shown unless they ask again.")


def step(page: Page, label: str, button: str) -> None:
    page.get_by_label(label).fill("said and answered")
    page.get_by_role("button", name=button, exact=True).click()


def test_a_recall_stops_everything_and_says_what_is_left_to_do(chromium: Browser, served: Any) -> None:
    team = a_team()
    plan = planned(team)
    with window_of(chromium, served.address, team.lia, language="ar") as page:
        page.goto(f"/notifications/{plan.pk}")
        write_the_visit_of(page, plan)
        begin_recall(by=team.by, decision=team.decision, ground=RecallGround.WRONG_PERSON, reason="a mixed sample")
        page.goto(f"/notifications/{plan.pk}")
        assert page.locator("html").get_attribute("dir") == "rtl"
        looked_at(page, "frozen-rtl")
        assert page.locator("a[href$='/error']").count() == 1
        assert page.locator("a[href$='/visit']").count() == page.locator("a[href$='/follow-up']").count() == 0
        error = open_error_plan(by=team.by, plan=plan, reason="from us first")
        page.goto(f"/notifications/{error.pk}")
        looked_at(page, "error-rtl")
        assert page.locator("a[href$='/pictures']").count() == page.locator("a[href$='/hand-over']").count() == 0


def write_the_visit_of(page: Page, plan: NotificationPlan) -> None:
    """In whatever language the page is."""
    page.goto(f"/notifications/{plan.pk}/visit")
    looked_at(page, "visit-rtl")
    page.locator("[name=on]").fill(f"{timezone.localtime() - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.locator("[name=outcome][value=told]").check()
    page.locator("[name=told]").first.check()
    for name in ("present", "said_words", "stays"):
        page.locator(f"[name={name}]").fill("the aunt")
    for each in VisitStep:
        page.locator(f"[name=done_{each.value}]").check()
    page.locator("[name=plainly]").check()
    with page.expect_navigation():
        page.locator("#visit button").click()
    assert NotificationPlan.objects.get(pk=plan.pk).told_at is not None


def test_across_the_line_no_page_leads_to_the_family(window: BrowserContext, served: Any) -> None:
    team = a_team()
    plan = planned(team, across=True)
    page = window.new_page()
    sign_in(page, team.lia.email)
    page.goto(f"/notifications/{plan.pk}")
    expect(page.locator("main")).to_contain_text("only through the information bureau")
    links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    direct = ("visit", "follow-up", "pictures", "hand-over", "contact", "visitors")
    assert not [link for link in links if link.rpartition("/")[2] in direct]
    for name in ("visit", "follow-up", "pictures", "hand-over"):
        answer = page.goto(f"/notifications/{plan.pk}/{name}")
        assert answer is not None and answer.status == 404, name
    assert page.goto(f"/notifications/{plan.pk}/sent").status == 200  # type: ignore[union-attr]
