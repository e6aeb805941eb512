"""What people do in the portal: narrow a list, record a visit, take files away, pass a lesson, check the chain."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

Visit = Callable[..., Any]  # as whom and in which language; gives a Django test client


def families(page: str) -> list[str]:
    return re.findall(r'class="action" href="/family/([^"]+)/"', page)


def words(page: str, pattern: str) -> str:
    found = re.search(pattern, page)
    assert found, pattern
    return found[1]


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse


def test_a_visit_recorded_leaves_the_open_list_and_is_shown_on_the_family(visit: Visit) -> None:
    client = visit("worker", "en")
    before = families(client.get("/worklist/").content.decode())
    person = before[0]
    answer = client.post(
        f"/family/{person}/outcome/",
        {"outcome": "reached", "benefit": "old_age_allowance", "family_of": person},
        follow=True,
    )
    page = answer.content.decode()
    assert answer.redirect_chain == [(f"/family/{person}/", 302)]
    assert "It reaches the counts with the next build." in page
    assert "Last visit:" in page
    assert person not in families(client.get("/worklist/").content.decode())
    assert person in families(client.get("/worklist/?outcome=reached").content.decode())


def test_an_outcome_that_was_not_chosen_changes_nothing(visit: Visit) -> None:
    client = visit("worker", "en")
    person = families(client.get("/worklist/").content.decode())[0]
    answer = client.post(f"/family/{person}/outcome/", {"benefit": "old_age_allowance"}, follow=True)
    assert "Choose one of the five outcomes" in answer.content.decode()
    assert person in families(client.get("/worklist/").content.decode())


def test_a_family_outside_the_workers_area_is_refused(visit: Visit) -> None:
    person = families(visit("worker").get("/worklist/").content.decode())[0]
    assert visit("elsewhere").get(f"/family/{person}/").status_code == 403
    answer = visit("elsewhere").post(
        f"/family/{person}/outcome/", {"outcome": "moved", "benefit": "old_age_allowance", "family_of": person}
    )
    assert answer.status_code == 403


def test_the_list_is_narrowed_by_what_is_on_offer_and_by_nothing_else(visit: Visit) -> None:
    client = visit("worker", "en")
    sure = client.get("/worklist/?doubt=sure&outcome=").content.decode()
    assert "Probable</span>" not in sure
    answer = client.get("/worklist/?doubt=perhaps")
    assert answer.status_code == 422
    assert "cannot be narrowed" in answer.content.decode()


def test_the_pages_of_the_list_hold_everybody_once(visit: Visit) -> None:
    client = visit("worker", "en")
    first = client.get("/worklist/?outcome=").content.decode()
    total = int(words(first, r"<h1>([\d,]+) people").replace(",", ""))
    pages = int(words(first, r"Page 1 of (\d+)"))
    seen = [
        person
        for page in range(1, pages + 1)
        for person in families(client.get(f"/worklist/?outcome=&page={page}").content.decode())
    ]
    assert len(seen) == total == len(set(seen))


def test_the_table_by_age_is_the_same_as_a_file_and_holds_no_protected_number(visit: Visit) -> None:
    answer = visit("worker").get("/province/56/by-age.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    page = visit("worker", "en").get("/province/56/").content.decode()
    table = page.split("By district and age")[-1]
    cells = [cell for line in lines[1:] for cell in line.split(",")[3:]]
    shown = re.findall(r'<td class="number">(?:<span class="protected">)?([^<]+)', page[page.rindex("<table") :])
    assert [cell if cell != "c" else "protected" for cell in cells] == [cell.strip().replace(",", "") for cell in shown]
    assert "c" in cells
    assert table


def test_a_return_sheet_is_a_workbook(visit: Visit) -> None:
    client = visit("steward")
    sheet = words(client.get("/deliveries/").content.decode(), r'href="(/deliveries/[^"]+/return-sheet.xlsx)"')
    assert "[Content_Types].xml" in zipfile.ZipFile(io.BytesIO(body(client.get(sheet)))).namelist()


def test_a_delivery_is_told_on_one_page_in_both_languages(visit: Visit) -> None:
    page = visit("steward").get("/deliveries/").content.decode()
    address = words(page, r'href="(/deliveries/[^"]+/summary)"')
    for language in ("th", "en"):
        told = visit("steward", language).get(address).content.decode()
        counts = [int(each.replace(",", "")) for each in re.findall(r"<li><strong>([\d,]+)</strong>", told)]
        assert counts[0] == sum(counts[1:4])
        assert 0 < told.count("(+") <= 3
    assert visit("steward").get("/deliveries/d000000000000/summary").status_code == 404


def test_tables_are_taken_as_sdmx_csv_with_a_catalogue_record(visit: Visit) -> None:
    client = visit("statistician")
    page = client.get("/statistics/").content.decode()
    csv = client.get(words(page, r'href="(/statistics/[^"]+\.csv)"'))
    record = client.get(words(page, r'href="(/statistics/[^"]+\.json)"'))
    assert body(csv).decode("utf-8-sig").startswith("STRUCTURE")
    assert json.loads(body(record))
    assert client.get("/statistics/no_such_table.csv").status_code == 404


def test_answers_are_marked_one_by_one(visit: Visit) -> None:
    client = visit("trainee", "en")
    lesson = words(client.get("/training/").content.decode(), r'href="(/training/[^"]+/)"')
    names = re.findall(r'name="(answer-[^"]+)"', client.get(lesson).content.decode())
    answer = client.post(lesson, dict.fromkeys(names, "0"))
    assert answer.status_code == 200
    assert "Not right." in answer.content.decode()


def test_the_chain_holds_and_its_head_is_taken_for_the_partner(visit: Visit) -> None:
    client = visit("officer", "en")
    assert "The chain holds" in client.post("/journal/verify/").content.decode()
    anchor = json.loads(client.post("/journal/anchor.json").content)
    assert set(anchor) == {"number", "head"}


def test_who_looked_at_a_person_is_found_by_her_key(visit: Visit) -> None:
    person = families(visit("worker").get("/worklist/").content.decode())[-1]
    visit("worker").get(f"/family/{person}/")
    page = visit("officer", "en").get(f"/journal/?person={person}").content.decode()
    assert "opened a family" in page
    assert "looked at a page of the worklist" in page


@pytest.mark.parametrize("sort", ["name", "missing", "share", "no-such-order"])
def test_the_provinces_are_ordered_as_asked(visit: Visit, sort: str) -> None:
    answer = visit("worker").get(f"/?sort={sort}")
    assert answer.status_code == 200
    assert "พะเยา" in answer.content.decode()


def test_a_turn_is_asked_for_by_a_form_with_a_reason_and_refused_by_name(visit: Visit) -> None:
    page = visit("operator", "en").get("/releases/").content.decode()
    assert "stands now" in page
    assert visit("operator", "en").post("/releases/nothing/turn/", {"why": ""}).status_code == 422
    assert visit("operator", "en").post("/releases/nothing/turn/", {"why": "a test"}).status_code == 404
    assert visit("worker", "en").post("/releases/nothing/turn/", {"why": "a test"}).status_code == 403
    assert visit("operator", "en").get("/releases/compare/?earlier=nothing&later=none").status_code == 404
