"""Every page: it draws, in both languages, under a strict policy, for those who may, and for nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

Visit = Callable[..., Any]  # as whom and in which language; gives a Django test client

PAGES = {
    "/": "worker",
    "/province/56/": "worker",
    "/worklist/": "worker",
    "/find/": "worker",
    "/deliveries/": "steward",
    "/statistics/": "statistician",
    "/training/": "trainee",
    "/journal/": "officer",
    "/review/": "reviewer",
    "/review/sample/": "reviewer",
    "/review/doubtful/": "reviewer",
    "/linkage-quality/": "worker",
    "/releases/": "operator",
    "/releases/compare/": "operator",
    "/officer/rights/": "officer",
    "/public/": "",
    "/login/": "",
}
GATED = [path for path, name in PAGES.items() if name]
MAY_NOT = {
    "/": "trainee",
    "/province/56/": "trainee",
    "/worklist/": "officer",
    "/find/": "statistician",
    "/family/nobody/": "statistician",
    "/deliveries/": "statistician",
    "/statistics/": "worker",
    "/journal/": "worker",
    "/review/": "worker",
    "/review/sample/": "steward",
    "/linkage-quality/": "trainee",
    "/releases/": "worker",
    "/releases/compare/": "officer",
    "/officer/rights/": "worker",
    "/person/nobody/": "worker",
}
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle\s*=|\son\w+\s*=|javascript:", re.IGNORECASE)


def first_family(visit: Visit) -> str:
    page = visit("worker").get("/worklist/").content.decode()
    found = re.search(r'href="(/family/[^"]+/)"', page)
    assert found
    return found[1]


def first_lesson(visit: Visit) -> str:
    found = re.search(r'href="(/training/[^"]+/)"', visit("trainee").get("/training/").content.decode())
    assert found
    return found[1]


def every_page(visit: Visit) -> dict[str, str]:
    return PAGES | {first_family(visit): "worker", first_lesson(visit): "trainee", "/no-such-page/": "worker"}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_draws_in_the_language_chosen_and_says_so(visit: Visit, path: str, language: str) -> None:
    answer = visit(PAGES[path], language).get(path)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert answer.headers["Content-Language"] == language
    assert page.count("<h1") == 1


def test_no_page_carries_script_or_style_of_its_own_and_each_has_the_policy(visit: Visit) -> None:
    for path, name in every_page(visit).items():
        answer = visit(name).get(path)
        assert not INLINE.findall(answer.content.decode()), path
        policy = answer.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_days_are_of_the_buddhist_era_in_thai_and_of_the_common_era_in_english(visit: Visit) -> None:
    assert "22 พ.ย. 2569" in visit("worker").get("/").content.decode()
    assert "22 Nov 2026" in visit("worker", "en").get("/").content.decode()
    thai = visit("worker").get(first_family(visit)).content.decode()
    assert re.search(r"เกิด (\d+ \S+ )?(\S+ )?2[45]\d\d", thai)


def test_every_page_of_a_training_ground_says_that_it_is_one(visit: Visit) -> None:
    for path, name in every_page(visit).items():
        assert "สนามฝึก" in visit(name).get(path).content.decode(), path


@pytest.mark.parametrize("path", [*GATED, "/family/nobody/", "/statistics/x.csv", "/journal/"])
def test_who_has_not_logged_in_is_sent_to_the_log_in(visit: Visit, path: str) -> None:
    answer = visit().get(path)
    assert answer.status_code == 302
    assert urlsplit(answer.headers["Location"]).path == "/login/"


@pytest.mark.parametrize("path", MAY_NOT)
def test_a_role_that_may_not_gets_a_named_refusal_with_a_reference_code(visit: Visit, path: str) -> None:
    answer = visit(MAY_NOT[path]).get(path)
    assert answer.status_code == 403
    assert re.search(r"<dd>[0-9a-f]{8}</dd>", answer.content.decode())


def test_every_address_has_a_gate(visit: Visit) -> None:
    from django.urls import get_resolver  # noqa: PLC0415 - Django is set up by `visit`

    from saphan.portal.doors import PURPOSE  # noqa: PLC0415 - likewise

    open_ones = set()
    for pattern in get_resolver().url_patterns:
        assert hasattr(pattern.callback, PURPOSE), pattern.name
        if not getattr(pattern.callback, PURPOSE):
            open_ones.add(pattern.name)
    assert open_ones == {"public", "login", "logout", "language", "healthz", "ask_description"}


def test_the_menu_shows_only_what_the_role_opens(visit: Visit) -> None:
    page = visit("trainee").get("/training/").content.decode()
    assert 'href="/training/"' in page
    assert 'href="/worklist/"' not in page


def test_the_language_is_changed_by_a_form_and_kept(visit: Visit) -> None:
    client = visit()
    answer = client.post("/language/", {"language": "en", "next": "/public/"})
    assert answer.headers["Location"] == "/public/"
    assert '<html lang="en">' in client.get("/public/").content.decode()


def test_a_page_that_is_not_there_says_what_to_do(visit: Visit) -> None:
    answer = visit("worker", "en").get("/no-such-page/")
    assert answer.status_code == 404
    assert "Check the address" in answer.content.decode()


def test_a_form_without_its_token_is_answered_in_words(visit: Visit) -> None:
    client = visit("worker", "en")
    client.handler.enforce_csrf_checks = True
    answer = client.post("/logout/")
    assert answer.status_code == 403
    assert "load the page again" in answer.content.decode()


def test_a_wrong_password_is_told_without_saying_which_part_was_wrong(visit: Visit) -> None:
    answer = visit("", "en").post("/login/", {"username": "worker", "password": "not-the-password"})
    assert "do not match" in answer.content.decode()


def test_the_process_answers_that_it_is_alive(visit: Visit) -> None:
    assert visit().get("/healthz").content == b"ok\n"


def test_a_fault_of_ours_is_told_by_a_page_that_needs_neither_desk_nor_settings(visit: Visit) -> None:
    from django.http import HttpRequest  # noqa: PLC0415 - Django is set up by `visit`

    from saphan.portal.answers import went_wrong  # noqa: PLC0415 - likewise

    visit()
    answer = went_wrong(HttpRequest())
    assert answer.status_code == 500
    assert re.search(r"<dd>[0-9a-f]{8}</dd>", answer.content.decode())
    assert not INLINE.findall(answer.content.decode())
