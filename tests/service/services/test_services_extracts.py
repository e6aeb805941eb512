"""Extracts: what a licence opens, under the project's own keys, while it stands, and for nobody else's eyes."""

from __future__ import annotations

import grp
import json
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from saphan import analysis
from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.tables import PERSON_FACTS, PERSONS, PROVENANCE

pytestmark = pytest.mark.xdist_group("site")
OPERATOR = Asker("os:extracts", "official_statistics", frozenset({"operator"}))
COLUMNS = {"civil_registration": ["sex", "birth_date"], "old_age_allowance": ["benefit_amount", "benefit_start"]}


def licence(root: Path, name: str, **changed: Any) -> None:
    """A licence under the agreement of the province, for the datasets and columns of `COLUMNS`."""
    above = yaml.safe_load((root / "agreements" / "poverty_bridge.yaml").read_text("utf-8"))
    own = {
        "agreement": name, "level": "licence", "under": "poverty_bridge", "purposes": ["official_statistics"],
        "datasets": list(COLUMNS), "columns": {"official_statistics": COLUMNS}, "title": {"th": "วิจัย", "en": "Study"},
    }  # fmt: skip
    (root / "agreements" / f"{name}.yaml").write_text(json.dumps(above | own | changed, ensure_ascii=False), "utf-8")


@pytest.fixture
def studies(site: Platform) -> Iterator[Path]:
    """Two licences; they, their extracts and their secrets are gone when the test ends."""
    for name in ("study", "other_study"):
        licence(site.project.root, name)
    yield site.project.extracts
    for name in ("study", "other_study"):
        (site.project.agreements / f"{name}.yaml").unlink(missing_ok=True)
    for home in site.project.extracts.glob("*"):
        shutil.rmtree(home)
    shutil.rmtree(site.project.keys / "projects", ignore_errors=True)


def rows(site: Platform, name: str) -> list[dict[str, Any]]:
    from saphan.services import reading  # noqa: PLC0415 - Django is set up by `site`

    return reading.open_current(site).relations[name].arrow().to_pylist()  # type: ignore[no-any-return]  # pyarrow says no types


def test_a_person_has_another_key_in_each_project_and_her_own_in_none(site: Platform, studies: Path) -> None:
    from saphan.services import extracts  # noqa: PLC0415 - Django is set up by `site`

    keys = []
    for name in ("study", "other_study"):
        extracts.make(OPERATOR, site, name)
        with analysis.open(studies / name, on=site.day) as opened:
            keys.append(set(opened.table("persons")["person_key"].to_pylist()))
    people = {row["person_id"] for row in rows(site, PERSONS.name)}
    assert len(keys[0]) == len(keys[1]) > 1000
    assert not keys[0] & keys[1]
    told = b"".join(path.read_bytes() for path in studies.rglob("*") if path.is_file())
    assert not [person for person in people if person.encode() in told]
    before = keys[0]
    extracts.make(OPERATOR, site, "study")
    with analysis.open(studies / "study", on=site.day) as opened:
        assert set(opened.table("persons")["person_key"].to_pylist()) == before, "and the same one month after month"


def test_only_what_the_licence_opens_is_there(site: Platform, studies: Path) -> None:
    from saphan.services import extracts  # noqa: PLC0415 - Django is set up by `site`

    extracts.make(OPERATOR, site, "study")
    said_by = {(row["person_id"], row["field"]): row["dataset"] for row in rows(site, PROVENANCE.name)}
    wanted: list[tuple[Any, ...]] = []
    sources: dict[str, set[str]] = {}
    with_records = {row["record_id"]: row for row in rows(site, "records")}
    for row in rows(site, "identity"):
        sources.setdefault(row["person_id"], set()).add(with_records[row["record_id"]]["dataset"])
    for row in rows(site, PERSONS.name):
        if sources[row["person_id"]] & COLUMNS.keys():
            sex = row["sex"] if "sex" in COLUMNS.get(said_by.get((row["person_id"], "sex"), ""), ()) else None
            is_open = "birth_date" in COLUMNS.get(said_by.get((row["person_id"], "birth_date"), ""), ())
            wanted.append((sex or "", str(row["birth_date"] if is_open else None)))
    facts = [
        (row["dataset"], row["fact"], row["value_number"], row["value_date"])
        for row in rows(site, PERSON_FACTS.name)
        if row["fact"] in (*COLUMNS.get(row["dataset"], ()), "benefit_listed") and row["dataset"] in COLUMNS
    ]
    with analysis.open(studies / "study", on=site.day) as opened:
        persons = opened.table("persons").to_pylist()
        said = opened.table("person_facts").to_pylist()
    assert sorted((row["sex"] or "", str(row["birth_date"])) for row in persons) == sorted(wanted)
    assert {row["province_code"] for row in persons} == {None}, "no column of a place was opened"
    told = [(row["dataset"], row["fact"], row["value_number"], row["value_date"]) for row in said]
    assert sorted(told, key=str) == sorted(facts, key=str)
    assert {row["person_key"] for row in said} <= {row["person_key"] for row in persons}


def test_questions_reach_the_tables_of_the_extract_and_nothing_else(site: Platform, studies: Path) -> None:
    from saphan.services import extracts  # noqa: PLC0415 - Django is set up by `site`
    from saphan.store.engine import QueryFailed  # noqa: PLC0415 - beside its use
    from saphan.store.query import UnknownInput  # noqa: PLC0415 - likewise
    from saphan.store.question import BadQuestion  # noqa: PLC0415 - likewise

    extracts.make(OPERATOR, site, "study")
    (identity,) = site.project.lake.glob(
        f"releases/{(site.project.lake / 'CURRENT').read_text().split()[0]}/*/identity.parquet"
    )
    with analysis.open(studies / "study", on=site.day) as opened:
        asked = opened.ask("WITH f AS (SELECT sex FROM persons) SELECT f.sex, count(*) AS n FROM f GROUP BY f.sex")
        assert sum(asked["n"].to_pylist()) == opened.table("persons").num_rows
        for question in (
            "SELECT * FROM read_parquet('{path}')",
            "SELECT * FROM '{path}'",
            "SELECT content FROM read_text('{path}')",
            "SELECT * FROM identity",
            "SELECT * FROM duckdb_settings()",
            "SELECT (SELECT count(*) FROM read_csv('{path}')) AS n FROM persons",
        ):
            with pytest.raises((UnknownInput, QueryFailed)):
                opened.ask(question.replace("{path}", str(identity)))
        for question in ("DROP TABLE persons", "SELECT 1; SELECT 2", "SELEC", "ATTACH 'x'", "COPY persons TO 'x'"):
            with pytest.raises(BadQuestion):
                opened.ask(question)


def test_it_is_for_use_on_the_days_of_the_licence_only(site: Platform, studies: Path) -> None:
    from saphan.services import extracts  # noqa: PLC0415 - Django is set up by `site`

    licence(site.project.root, "study", begins="2026-11-01", ends="2026-12-31")
    made = extracts.make(OPERATOR, site, "study")
    assert made.ends == date(2026, 12, 31)
    for day in (date(2026, 11, 1), date(2026, 12, 31)):
        analysis.open(studies / "study", on=day).close()
    for day in (date(2026, 10, 31), date(2027, 1, 1)):
        with pytest.raises(analysis.NotForUse):
            analysis.open(studies / "study", on=day)
    with pytest.raises(analysis.NoExtract):
        analysis.open(studies / "other_study")


def test_what_is_no_licence_in_force_for_the_purpose_makes_no_extract(site: Platform, studies: Path) -> None:
    from saphan.services import extracts  # noqa: PLC0415 - Django is set up by `site`

    for name in ("poverty_bridge", "nothing", "../keys"):
        with pytest.raises(extracts.NoLicence):
            extracts.make(OPERATOR, site, name)
    yesterday = (site.day - timedelta(1)).isoformat()
    for changed in ({"ends": yesterday}, {"status": "draft"}, {"purposes": ["casework"], "columns": {}}):
        licence(site.project.root, "study", **changed)
        with pytest.raises(extracts.LicenceNotInForce):
            extracts.make(OPERATOR, site, "study")
    assert not list(studies.glob("*/*"))


def test_when_a_licence_stops_its_extract_goes_and_when_it_ends_its_secret_too(site: Platform, studies: Path) -> None:
    from saphan.services import agreements, extracts  # noqa: PLC0415 - Django is set up by `site`

    officer = Asker("user:officer", "oversight", frozenset({"dpo"}))
    extracts.make(OPERATOR, site, "study")
    with analysis.open(studies / "study", on=site.day) as opened:
        keys = opened.table("persons")["person_key"].to_pylist()
    agreements.suspend(officer, site, "study")
    assert extracts.listing(OPERATOR, site) == []
    assert not (studies / "study").exists()
    agreements.resume(officer, site, "study")
    extracts.make(OPERATOR, site, "study")
    with analysis.open(studies / "study", on=site.day) as opened:
        assert opened.table("persons")["person_key"].to_pylist() == keys
    licence(site.project.root, "study", ends=(site.day - timedelta(1)).isoformat())
    assert extracts.listing(OPERATOR, site) == []
    assert not (site.project.keys / "projects" / "study.key").exists()


PROBE = """
import json, os, sys
from datetime import date
from pathlib import Path
from saphan import analysis

account, group, root = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
analysis.open(root / "extracts" / "study", on=date(2026, 11, 22)).close()  # all that it imports, while it may be read
os.setgroups([])
os.setgid(group)
os.setuid(account)
found = {"readable": [], "listed": []}
for home, directories, files in os.walk(root):  # what may not be entered is passed over
    found["listed"] += [str(Path(home, name).relative_to(root)) for name in directories
                        if os.access(Path(home, name), os.R_OK)]
    for name in files:
        try:
            Path(home, name).read_bytes()
        except PermissionError:
            continue
        found["readable"].append(str(Path(home, name).relative_to(root)))
for path in sys.argv[4:]:  # and by name, which a listing does not give
    try:
        Path(path).read_bytes()
    except PermissionError:
        continue
    found["readable"].append(path)
with analysis.open(root / "extracts" / "study", on=date(2026, 11, 22)) as opened:
    found["persons"] = opened.table("persons").num_rows
try:
    analysis.open(root / "lake" / "releases")
    found["release"] = "opened"
except analysis.NoExtract:
    found["release"] = "closed"
print(json.dumps(found))
"""


@pytest.fixture
def nobody() -> tuple[int, int]:
    """An account without rights, and its group."""
    if os.geteuid() != 0:
        pytest.skip("another account can only be tried by root")
    try:
        account = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("this system has no account `nobody`")
    return account.pw_uid, account.pw_gid


def test_the_analysis_account_reaches_extracts_and_nothing_else(
    site: Platform, studies: Path, nobody: tuple[int, int], copy_of: Callable[[Path, Path], Path]
) -> None:
    account, group = nobody
    with tempfile.TemporaryDirectory() as base:  # pytest's own directories let nobody else in
        Path(base).chmod(0o755)
        root = Path(base) / "province"
        copy_of(site.project.root, root)
        for made_up in ("truth", "reference"):  # of a training ground only: what its make-believe people really are
            shutil.rmtree(root / made_up, ignore_errors=True)
        text = (root / "saphan.toml").read_text("utf-8")
        named = f'analysis_group = "{grp.getgrgid(group).gr_name}"'
        assert 'analysis_group = ""' in text
        (root / "saphan.toml").write_text(text.replace('analysis_group = ""', named), "utf-8")
        command = [sys.executable, "-m", "saphan", "extract", "make", str(root), "study"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        hidden = [str(path) for path in root.rglob("*") if path.is_file() and "extracts" not in path.parts]
        hidden = [path for path in hidden if Path(path).parent.name not in ("contracts", "agreements")]
        probe = [sys.executable, "-c", PROBE, str(account), str(group), str(root), *hidden]
        done = subprocess.run(probe, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
    assert any("identifiers" in path for path in hidden)
    assert any("/keys/projects/study.key" in path for path in hidden)
    assert {path.split("/")[0] for path in found["readable"]} == {"extracts", "contracts", "agreements"}
    assert {path.split("/")[0] for path in found["listed"]} == {"extracts", "contracts", "agreements"}
    assert found["persons"] > 1000
    assert found["release"] == "closed"
