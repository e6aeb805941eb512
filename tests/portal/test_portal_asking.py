"""The address for agencies' machines: it answers as it is described, and whatever comes, it says no in one shape."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")
Visit = Callable[..., Any]
SRC = Path(__file__).resolve().parents[2] / "src" / "saphan"
DESCRIBED = json.loads((SRC / "portal" / "asking" / "openapi.json").read_text("utf-8"))
PARTY = "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์ (พม.)"
NOBODY = {"given_name": "ไม่มีใคร", "family_name": "ชื่อนี้เลย", "birth_date": "1901-02-03"}


@pytest.fixture
def send(site: Platform, visit: Visit) -> Callable[..., Any]:
    from saphan.services import credentials  # noqa: PLC0415 - Django is set up by `site`

    operator = Asker("os:maker", "oversight", frozenset({"operator"}))
    held_out = credentials.make(
        operator, site, "machine", agreement_id="poverty_bridge", purpose="find_missing_help", party=PARTY
    )
    client = visit()
    client.handler.enforce_csrf_checks = True

    def sent(body: object, *, path: str = "/api/v1/ask", kind: str = "application/json", token: str = held_out) -> Any:
        raw = body if isinstance(body, bytes | str) else json.dumps(body)
        return client.post(path, data=raw, content_type=kind, headers={"Authorization": f"Bearer {token}"})

    return sent


def conforms(value: object, schema: dict[str, Any], at: str = "") -> list[str]:
    """What of a value is not as the part of JSON Schema that the description uses says."""
    if "$ref" in schema:
        found: Any = DESCRIBED
        for step in schema["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return conforms(value, found, at)
    kinds = {"string": str, "boolean": bool, "null": type(None), "array": list, "object": dict, "integer": int}
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not isinstance(value, tuple(kinds[name] for name in named)):
        return [f"{at}: {type(value).__name__}"]
    wrong = [f"{at}: not one of {schema['enum']}"] if "enum" in schema and value not in schema["enum"] else []
    if isinstance(value, dict):
        wrong += [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, inner in value.items():
            if name not in schema["properties"]:
                wrong.append(f"{at}.{name} is not described")
            else:
                wrong += conforms(inner, schema["properties"][name], f"{at}.{name}")
    if isinstance(value, list):
        wrong += [each for at_, inner in enumerate(value) for each in conforms(inner, schema["items"], f"{at}[{at_}]")]
    return wrong


def described(answer: Any, path: str = "/api/v1/ask") -> None:
    response = DESCRIBED["paths"][path]["post"]["responses"][str(answer.status_code)]
    if "$ref" in response:
        response = DESCRIBED["components"]["responses"]["No"]
    if "application/json" in response["content"]:
        assert answer.headers["Content-Type"] == "application/json"
        assert conforms(json.loads(answer.content), response["content"]["application/json"]["schema"]) == []
    else:
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert all(name in answer.headers for name in response["headers"])
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_answer_is_as_the_description_says(send: Callable[..., Any]) -> None:
    answer = send(NOBODY)
    assert answer.status_code == 200
    assert json.loads(answer.content) == {"known": "no", "helped": None, "help": [], "purpose": "find_missing_help"}
    described(answer)


def test_the_page_and_python_give_the_same_answer(site: Platform, send: Callable[..., Any]) -> None:
    from saphan.services import asking, credentials, reading  # noqa: PLC0415 - Django is set up by `site`

    index = reading.index_of(site, reading.open_current(site))
    by = Asker("agency:machine", "find_missing_help", frozenset({"asking_agency"}), party=PARTY)
    for row in range(0, len(index.number), 97):
        number = int(index.number[row])
        known = {
            "citizen_id": f"{number:013d}" if number >= 0 else "",
            "given_name": index.name(int(index.given[row])) or "",
            "family_name": index.name(int(index.family[row])) or "",
        }
        answer = send(known)
        described(answer)
        if answer.status_code == 200:
            told = asking.ask(credentials.Entered(by, "machine", "poverty_bridge"), site, asking.AskedPerson(**known))
            page = json.loads(answer.content)
            assert (page["known"], page["helped"]) == (told.known, told.helped)


def test_a_list_comes_back_with_its_account(send: Callable[..., Any]) -> None:
    text = "given_name,family_name,birth_date\nไม่มีใคร,ชื่อนี้เลย,1901-02-03\nx,,\n"
    answer = send(text.encode(), path="/api/v1/ask-list", kind="text/csv")
    assert answer.status_code == 200
    described(answer, "/api/v1/ask-list")
    account = [answer.headers[f"Saphan-{name}"] for name in ("Asked", "Answered", "Unclear")]
    assert account == ["2", "1", "1"]


@pytest.mark.parametrize("token", ["", "x", "saphan_000000000000_" + "A" * 43, "\x00", "x" * 9_000], ids=repr)
def test_without_a_valid_credential_every_answer_is_the_same(send: Callable[..., Any], token: str) -> None:
    answer = send(NOBODY, token=token)
    assert answer.status_code == 401
    described(answer)
    assert json.loads(answer.content)["error"] == "NoCredential"


BODIES: list[object] = [
    b"{", b"null", b"[]", b"1", b'"x"', b"\xff\xfe", b"[" * 4_000, b'{"a":' * 700, b"NaN", b"{}",
    {"citizen_id": 1}, {"citizen_id": None}, {"citizen_id": ["1"]}, {"citizen_id": {"$ne": ""}}, {"other": "1"},
    {"given_name": "ก" * 201}, {"citizen_id": "' OR 1=1 --", "given_name": "x", "family_name": "y"},
    {"given_name": "\x00", "family_name": "\ud800"}, {"birth_date": "9999-99-99", "citizen_id": "1" * 13},
    {"given_name": "<script>", "family_name": "$person_id", "birth_date": "31/2/2500"},
]  # fmt: skip


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body)[:30])
def test_whatever_is_sent_is_answered_in_the_described_shape(send: Callable[..., Any], body: object) -> None:
    answer = send(body)
    assert answer.status_code in (200, 422)
    described(answer)


def test_noise_never_breaks_the_address(send: Callable[..., Any], is_soak: bool) -> None:
    drawn = random.Random(7)
    whole = json.dumps(NOBODY, ensure_ascii=False).encode()
    for _ in range(5_000 if is_soak else 150):
        noisy = bytearray(whole)
        for _ in range(drawn.randint(1, 6)):
            noisy[drawn.randrange(len(noisy))] = drawn.randrange(256)
        answer = send(bytes(noisy))
        assert answer.status_code in (200, 422)
        described(answer)


def test_a_huge_body_another_kind_and_another_method_are_refused(visit: Visit, send: Callable[..., Any]) -> None:
    huge = send(b" " * 5_000)
    other = send(NOBODY, kind="text/plain")
    got = visit().get("/api/v1/ask")
    assert [answer.status_code for answer in (huge, other, got)] == [413, 415, 405]
    for answer in (huge, other, got):
        described(answer)
    assert send(b"x" * 3_000_000, path="/api/v1/ask-list", kind="text/csv").status_code == 413


def test_the_description_is_served_and_names_every_address_for_agencies(visit: Visit) -> None:
    from django.urls import get_resolver  # noqa: PLC0415 - Django is set up by `visit`

    assert json.loads(visit().get("/api/v1/openapi.json").content) == DESCRIBED
    assert DESCRIBED["openapi"] == "3.1.0"
    served = {f"/{each.pattern}" for each in get_resolver().url_patterns if str(each.pattern).startswith("api/")}
    assert served - {"/api/v1/openapi.json"} == set(DESCRIBED["paths"])
    schemas = DESCRIBED["components"]["schemas"]
    named = json.dumps(DESCRIBED)
    assert all(f"#/components/schemas/{name}" in named for name in schemas)


def test_what_is_looked_for_stands_in_no_address_and_in_no_log(visit: Visit, caplog: pytest.LogCaptureFixture) -> None:
    page = visit("worker", "en").post("/find/", {"given_name": "กานารี", "number": "1234567890121", "place": "ไม่มี"})
    assert page.status_code == 200
    assert "place" in page.content.decode()
    wrong = visit("worker", "en").post("/find/", {"number": "กานารี"})
    assert wrong.status_code == 422
    assert "กานารี" not in caplog.text + wrong.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_an_empty_search_is_answered_in_words(visit: Visit) -> None:
    assert "at least one thing" in visit("worker", "en").post("/find/", {}).content.decode()
