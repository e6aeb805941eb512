"""Command line, portal and Python: the same refusal, the same numbers, the same exit code for its kind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.access.decide import PurposeNotInForce
from saphan.errors import SaphanError
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")


Copy = Callable[[Path, Path], Path]


def saphan(*words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    held = {**os.environ, "LANG": "C.UTF-8", **environ}
    return subprocess.run(
        [sys.executable, "-m", "saphan", *map(str, words)], env=held, capture_output=True, text=True, check=False
    )


@pytest.fixture
def suspended(site: Platform) -> Any:
    from saphan.services import agreements  # noqa: PLC0415 - Django is set up by `site`

    officer = Asker("user:officer", "oversight", frozenset({"dpo"}))
    agreements.suspend(officer, site, "poverty_bridge")
    yield
    agreements.resume(officer, site, "poverty_bridge")


@pytest.mark.usefixtures("suspended")
def test_three_doors_give_the_same_refusal(site: Platform) -> None:
    from django.test import Client  # noqa: PLC0415 - Django is set up by `site`

    from saphan.desk.models import User  # noqa: PLC0415 - likewise
    from saphan.services import builds  # noqa: PLC0415 - likewise

    with pytest.raises(PurposeNotInForce) as refused:
        builds.story(Asker("os:python", "find_missing_help", frozenset({"operator"})), site)
    by_command = saphan("story", site.project.root)
    client = Client(headers={"host": "localhost"})
    client.cookies["django_language"] = "en"
    client.force_login(User.objects.get(username="worker"))
    by_page = client.get("/")
    assert by_command.returncode == refused.value.exit_code == 3
    assert by_page.status_code == refused.value.http_status == 403
    for sentence in (refused.value.what.in_("en"), refused.value.cure.in_("en")):
        assert sentence in by_command.stderr
        assert sentence in by_page.content.decode()
    assert refused.value.what.in_("th") in by_command.stderr


def test_the_command_line_tells_the_numbers_of_the_service(site: Platform) -> None:
    from saphan.services import builds  # noqa: PLC0415 - Django is set up by `site`

    story = builds.story(Asker("os:python", "find_missing_help", frozenset({"operator"})), site)
    told = saphan("story", site.project.root)
    assert told.returncode == 0
    for count in (story.records, story.persons, story.households):
        assert f"{count:,}" in told.stdout
    assert story.release_id in told.stdout


def test_errors_are_told_in_thai_and_then_in_english(tmp_path: Path) -> None:
    done = saphan("build", tmp_path)
    assert done.returncode == 4
    assert not done.stdout
    assert done.stderr.index("มี") < done.stderr.index("There is no Saphan project here.")


def test_a_project_is_made_once(tmp_path: Path) -> None:
    assert saphan("init", tmp_path / "p").returncode == 0
    again = saphan("init", tmp_path / "p")
    assert again.returncode == 6
    assert "nothing was changed" in again.stderr


def test_an_empty_project_has_nothing_to_build_from_and_no_release(tmp_path: Path) -> None:
    saphan("init", tmp_path / "p")
    shutil.copytree(
        Path(__file__).parents[3] / "src/saphan/synth/agreements", tmp_path / "p/agreements", dirs_exist_ok=True
    )
    built = saphan("build", tmp_path / "p")
    assert built.returncode == 4
    assert "There is no contract yet" in built.stderr
    shutil.copytree(
        Path(__file__).parents[3] / "src/saphan/synth/contracts", tmp_path / "p/contracts", dirs_exist_ok=True
    )
    built = saphan("build", tmp_path / "p")
    assert built.returncode == 4
    assert "nothing to build from" in built.stderr
    assert saphan("release", "verify", tmp_path / "p").returncode == 4


def test_a_damaged_release_and_a_broken_journal_have_the_exit_code_of_a_broken_promise(
    site: Platform, tmp_path: Path, copy_of: Copy
) -> None:
    copy = tmp_path / "copy"
    copy_of(site.project.root, copy)
    stands = (copy / "lake" / "CURRENT").read_text().split()[0]
    file = copy / "lake" / "releases" / stands / "content" / "persons.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert saphan("release", "verify", copy).returncode == 5
    anchor = tmp_path / "anchor.json"
    assert saphan("journal", "anchor", copy, "--out", anchor).returncode == 0
    assert saphan("journal", "verify", copy, "--anchor", anchor).returncode == 0
    anchor.write_text('{"number": 9999999, "head": "' + "0" * 64 + '"}', "ascii")
    cut = saphan("journal", "verify", copy, "--anchor", anchor)
    assert (cut.returncode, "the last entries are gone" in cut.stderr) == (5, True)
    anchor.write_text("nothing", "ascii")
    assert saphan("journal", "verify", copy, "--anchor", anchor).returncode == 5


def test_a_release_is_compared_turned_to_and_makes_room_by_command(
    site: Platform, tmp_path: Path, copy_of: Copy
) -> None:
    copy = tmp_path / "copy"
    copy_of(site.project.root, copy)
    before = (copy / "lake" / "CURRENT").read_text().split()[0]
    assert saphan("build", copy).returncode == 0
    after = (copy / "lake" / "CURRENT").read_text().split()[0]
    found = json.loads(saphan("release", "diff", copy, "--json").stdout)
    assert (found["earlier"], found["later"], found["changes"]) == (before, after, [])
    assert "the same to the byte" in saphan("release", "diff", copy, before, after).stdout
    assert saphan("release", "rollback", copy).returncode == 2, "a reason is asked for"
    saphan("release", "verify", copy, before)
    assert before in saphan("release", "rollback", copy, "--why", "a test").stdout
    assert f"* {before}" in saphan("release", "list", copy).stdout
    assert saphan("release", "rollback", copy, before, "--why", "again").returncode == 6
    assert "release_turned" in saphan("journal", "show", copy).stdout
    kept = saphan("release", "vacuum", copy, "--keep", "1").stdout
    assert f"{before}  stands now" in kept


def test_make_believe_people_are_not_laid_beside_real_ones(tmp_path: Path) -> None:
    saphan("init", tmp_path / "real")
    assert saphan("synth", tmp_path / "real", "--people", "100").returncode == 3
    assert not list((tmp_path / "real" / "inbox").iterdir())


def test_a_log_in_is_made_and_a_role_that_is_none_refused(site: Platform, tmp_path: Path, copy_of: Copy) -> None:
    copy = tmp_path / "copy"
    copy_of(site.project.root, copy)
    made = saphan("user", "add", copy, "somchai", "--role", "trainee", "--area", "56")
    assert re.search(r"somchai with the password \S{12,}", made.stdout)
    assert saphan("user", "add", copy, "somchai", "--role", "king").returncode == 5
    assert saphan("user", "add", copy, "somchai", "--role", "trainee", "--area", "5").returncode == 5


def test_the_language_follows_the_environment(site: Platform) -> None:
    assert "รหัส" in saphan("story", site.project.root, SAPHAN_LANGUAGE="th").stdout
    assert "รหัส" in saphan("story", site.project.root, LANG="th_TH.UTF-8").stdout
    assert "District" in saphan("story", site.project.root, LANG="th_TH.UTF-8", SAPHAN_LANGUAGE="en").stdout


def test_a_fault_of_ours_is_told_by_a_code_and_never_by_its_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from saphan.cli import grounds, main  # noqa: PLC0415 - as the others here

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("1100700123456 สมชาย")

    monkeypatch.setattr(grounds.projects, "init", fail)
    with pytest.raises(SystemExit) as ended:
        main(["init", str(tmp_path / "p")])
    told = capfd.readouterr()
    assert ended.value.code == 70
    assert re.search(r"the code [0-9a-f]{8} \(RuntimeError", told.err)
    assert "1100700123456" not in told.err + told.out
    assert "สมชาย" not in told.err + told.out


def test_every_kind_of_error_has_its_exit_code() -> None:
    from saphan.errors import ROOTS  # noqa: PLC0415 - beside its use

    assert sorted(root.exit_code for root in ROOTS) == [3, 4, 5, 6, 7]
    assert SaphanError.exit_code == 1


def test_three_doors_find_the_same_people_and_the_command_shows_what_its_role_may_see(site: Platform) -> None:
    from django.test import Client  # noqa: PLC0415 - Django is set up by `site`

    from saphan.desk.models import User  # noqa: PLC0415 - likewise
    from saphan.services import lookup  # noqa: PLC0415 - likewise

    operator = Asker("os:python", "link_records", frozenset({"operator"}))
    worker = Asker("user:worker", "casework", frozenset({"social_worker"}), frozenset({"56"}))
    sought = lookup.Sought(birth="2501", place="พะเยา")
    by_python = [one.person_id for one in lookup.search(operator, site, sought).found]
    assert by_python
    command = [sys.executable, "-m", "saphan", "find", str(site.project.root)]
    typed = "\n\n\n2501\nพะเยา\n"
    told = subprocess.run(command, input=typed, capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in told.stdout.splitlines()]
    assert [row[0] for row in rows] == by_python
    assert {row[4] for row in rows} == {"-"}, "where somebody lives is not for the operator"
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username="worker"))
    page = client.post("/find/", {"birth": "2501", "place": "พะเยา"}).content.decode()
    assert re.findall(r'href="/family/(P[0-9A-Z]+)/"', page) == [
        one.person_id for one in lookup.search(worker, site, sought).found
    ]


def test_an_agency_asks_by_command_as_by_python(site: Platform, tmp_path: Path) -> None:
    from saphan.services import asking_lists, credentials  # noqa: PLC0415 - Django is set up by `site`

    party = "กระทรวงการพัฒนาสังคมและความมั่นคงของมนุษย์ (พม.)"
    made = saphan("agency", "token", site.project.root, "asking", "--agreement", "poverty_bridge", "--party", party)
    held_out = made.stdout.strip()
    content = "given_name,family_name,birth_date\nไม่มีใคร,ชื่อนี้เลย,1901-02-03\nx,,\n".encode()
    (tmp_path / "list.csv").write_bytes(content)
    command = [sys.executable, "-m", "saphan", "agency", "ask", str(site.project.root), str(tmp_path / "list.csv"),
               "--out", str(tmp_path / "answers.csv")]  # fmt: skip
    told = subprocess.run(command, input=f"{held_out}\n", capture_output=True, text=True, check=True)
    assert "2" in told.stdout
    by = credentials.enter(Asker("agency:unknown", "casework"), site, held_out)
    answers = (tmp_path / "answers.csv").read_bytes().decode("utf-8-sig")
    assert answers == asking_lists.ask_list(by, site, content).csv
    listed = saphan("agency", "list", site.project.root)
    name = held_out.split("_")[1]
    assert name in listed.stdout
    assert held_out not in listed.stdout
    assert saphan("agency", "revoke", site.project.root, name).returncode == 0
    assert subprocess.run(command, input=f"{held_out}\n", capture_output=True, text=True, check=False).returncode == 3
