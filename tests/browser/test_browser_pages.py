"""Every page in a real browser: it draws, fits a phone, works by keyboard, passes axe, and asks nobody outside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Route

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {"phone": (360, 740), "tablet": (820, 1180)}
RELEASES = ("/releases/", "/releases/compare/")
OVERSIGHT = ("/agreements/", "/contracts/", "/contracts/old_age_allowance/", "/processing/", "/officer/")
RIGHTS = ("/officer/rights/",)
PAGES = (
    "/",
    "/province/56/",
    "/worklist/",
    "/find/",
    "/deliveries/",
    "/statistics/",
    "/training/",
    "/journal/",
    "/public/",
    "/review/",
    "/review/sample/",
    "/linkage-quality/",
    *OVERSIGHT,
    *RIGHTS,
    *RELEASES,
)

Served = Any  # tests/browser/conftest.py


@contextmanager
def opened(browser: Browser, served: Served, *, language: str, size: str, scheme: str = "light") -> Iterator[Page]:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": served.address}])
    page = context.new_page()
    faults: list[str] = []

    def noted(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            faults.append(message.text)

    def walled(route: Route, request: Request) -> None:
        if not request.url.startswith((served.address, "data:")):
            faults.append(f"asked outside: {request.url}")
        route.continue_()

    page.on("console", noted)
    page.on("pageerror", lambda error: faults.append(str(error)))
    context.route("**/*", walled)
    yield page
    context.close()
    assert faults == []


def log_in(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/login/")
    page.fill("#username", served.username)
    page.fill("#password", served.password)
    press(page, page.locator("main button"))
    page.wait_for_url(f"{served.address}/")


def press(page: Page, what: Locator) -> None:
    """Press what leads to another page, and wait until that page is there: a press alone returns before it is."""
    with page.expect_navigation():
        what.click()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(f"axe.run(document, {{runOnly: {json.dumps(LEVELS)}}})")
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]


def look_at(page: Page, name: str, pictures: Path | None) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=pictures / f"{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than the screen"
    assert violations(page) == [], name
    assert page.evaluate("document.fonts.check('16px Sarabun')")


def addresses(page: Page, served: Served) -> list[tuple[str, str]]:
    page.goto(f"{served.address}/worklist/")
    family = page.locator("a.action[href^='/family/']").first.get_attribute("href")
    page.goto(served.address + str(family))
    person = page.locator("a[href^='/person/']").first.get_attribute("href")
    page.goto(f"{served.address}/deliveries/")
    summary = page.locator("main a[href$='/summary']").first.get_attribute("href")
    page.goto(f"{served.address}/training/")
    lesson = page.locator("main a.action").first.get_attribute("href")
    page.goto(f"{served.address}/review/sample/")
    press(page, page.locator("form.verdicts button").last)  # it cannot be told: kept, and decides nothing
    judged = page.url.removeprefix(served.address)
    return [(path.strip("/").replace("/", "-") or "overview", path) for path in PAGES] + [
        ("judged", judged),
        ("family", str(family)),
        ("person", str(person)),
        ("delivery-summary", str(summary)),
        ("lesson", str(lesson)),
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_page_draws_fits_and_can_be_read_by_everybody(
    browser: Browser, served: Served, pictures: Path | None, language: str, size: str
) -> None:
    with opened(browser, served, language=language, size=size) as page:
        page.goto(f"{served.address}/login/")
        look_at(page, f"login-{language}-{size}", pictures)
        log_in(page, served)
        for name, path in addresses(page, served):
            page.goto(served.address + path)
            look_at(page, f"{name}-{language}-{size}", pictures)


def test_every_page_keeps_its_contrast_in_the_dark(browser: Browser, served: Served, pictures: Path | None) -> None:
    with opened(browser, served, language="th", size="tablet", scheme="dark") as page:
        log_in(page, served)
        for name, path in addresses(page, served):
            page.goto(served.address + path)
            look_at(page, f"{name}-th-tablet-dark", pictures)


@pytest.mark.parametrize("path", ["/", "/province/56/", "/worklist/", "/deliveries/", "/training/", "/journal/"])
def test_the_keyboard_alone_reaches_the_primary_action(browser: Browser, served: Served, path: str) -> None:
    with opened(browser, served, language="th", size="phone") as page:
        log_in(page, served)
        page.goto(served.address + path)
        assert reached(page, "main .action:not(.second)", presses=40)


def reached(page: Page, selector: str, *, presses: int) -> bool:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return True
    return False


def test_what_can_be_pressed_is_large_enough_for_a_thumb(browser: Browser, served: Served) -> None:
    with opened(browser, served, language="th", size="phone") as page:
        log_in(page, served)
        for name, path in addresses(page, served):
            page.goto(served.address + path)
            small: list[str] = page.evaluate(
                """() => [...document.querySelectorAll('.action, .plain, .choice, select, input[type=text], summary')]
                .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 44)
                .map(each => each.outerHTML.slice(0, 120))"""
            )
            assert small == [], name


def test_a_visit_is_recorded_by_pressing_what_the_page_offers(browser: Browser, served: Served) -> None:
    with opened(browser, served, language="th", size="phone") as page:
        log_in(page, served)
        page.goto(f"{served.address}/worklist/")
        press(page, page.locator("a.action[href^='/family/']").first)
        page.locator("form.outcome input[value=reached]").first.check()
        press(page, page.locator("form.outcome button").first)
        assert "รอบถัดไป" in page.locator(".notice.right").first.inner_text()
        assert violations(page) == []


def test_a_pair_is_judged_by_keyboard_alone_and_the_answer_taken_back(browser: Browser, served: Served) -> None:
    with opened(browser, served, language="th", size="phone") as page:
        log_in(page, served)
        page.goto(f"{served.address}/review/sample/")
        assert page.locator("svg.waterfall").count() == 0  # what the machine thinks is not shown before the answer
        assert reached(page, "button[value=same]", presses=30)
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.waterfall")
        press(page, page.locator("main form button"))
        page.wait_for_selector("form.verdicts")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_a_person_is_found_and_her_family_opened(
    browser: Browser, served: Served, pictures: Path | None, language: str, size: str
) -> None:
    with opened(browser, served, language=language, size=size) as page:
        log_in(page, served)
        page.goto(f"{served.address}/worklist/")
        name = page.locator("li.task h2").first.inner_text().split()
        page.goto(f"{served.address}/find/")
        page.fill("#family_name", name[-1])
        page.fill("#birth", "วันไหน")
        press(page, page.locator("main form.sought button"))
        look_at(page, f"found-{language}-{size}", pictures)
        assert page.url == f"{served.address}/find/", "what is typed stands in no address"
        press(page, page.locator("a.action[href^='/family/']").first)
        assert page.url.startswith(f"{served.address}/family/P")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["th", "en"])
def test_an_objection_is_written_down_decided_and_taken_back_by_pressing_what_the_pages_offer(
    browser: Browser, served: Served, pictures: Path | None, language: str, size: str
) -> None:
    with opened(browser, served, language=language, size=size) as page:
        log_in(page, served)
        page.goto(f"{served.address}/worklist/")
        press(page, page.locator("a.action[href^='/family/']").nth(1))
        press(page, page.locator("a[href^='/person/']").first)
        for each in page.locator("#request summary").all():
            each.click()
        look_at(page, f"person-asks-{language}-{size}", pictures)
        press(page, page.locator("form[action$='/object/'] button"))
        assert page.url == f"{served.address}/officer/rights/"
        look_at(page, f"objection-waits-{language}-{size}", pictures)
        page.locator("form[action$='/decide/'] input[name=ground]").first.fill("มีเหตุตามมาตรา 32")
        press(page, page.locator("button[value=accept]").first)
        look_at(page, f"objection-stands-{language}-{size}", pictures)
        page.locator("details:has(form[action$='/lift/']) summary").first.click()
        press(page, page.locator("form[action$='/lift/'] button").first)
        look_at(page, f"objection-over-{language}-{size}", pictures)
        assert page.locator("form[action$='/lift/']").count() == 0
