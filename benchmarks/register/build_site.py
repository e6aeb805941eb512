"""A project with so many records in deliveries of five agencies, and a month's deliveries beside it, for build.py."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
import yaml

from saphan.services import projects
from saphan.synth.benchmark import RECORDS, TRUTH, write_benchmark
from saphan.synth.places import places

SEED = 2475
TODAY, NEXT = date(2026, 11, 22), date(2026, 12, 22)
PARTS = 2  # deliveries of each dataset at the beginning
SOURCES = ("civil_register", "health", "charity", "social_welfare", "old_register")
PAID = "social_welfare"  # its rows are a payment list
COLUMNS = {
    "record_id": "record_key", "citizen_id": "citizen_id", "given_name": "given_name", "family_name": "family_name",
    "sex": "sex", "birth_date": "birth_date", "phone": "phone", "house_number": "house_number",
    "subdistrict_code": "subdistrict_code", "household": "household_key",
}  # fmt: skip
PROVINCES = ("50", "56", "57")  # as many people as 5,000,000 records are about live in some three provinces
SEXES = pa.array(["ชาย", "หญิง"])


def make(place: Path, records: int, share: float) -> None:
    """The files: `base` of all but a share of the records, `month` of that share, `tenth` of a tenth of it."""
    if not (place / RECORDS).is_file():
        write_benchmark(place, records=records, seed=SEED, hands=4, tell=lambda *_: None)
    rows, truth = pq.read_table(place / RECORDS), pq.read_table(place / TRUTH)
    rows = rows.append_column("household", pc.cast(truth["household"], pa.string()))
    rows = rows.set_column(rows.column_names.index("subdistrict_code"), "subdistrict_code", moved(rows))
    drawn = np.random.default_rng(SEED).random(len(rows))
    part = np.random.default_rng(SEED + 1).integers(0, PARTS, len(rows))
    is_new = drawn < share
    for source in SOURCES:
        of = pc.equal(rows["source"], source).to_numpy()
        for number in range(PARTS):
            write(rows, of & ~is_new & (part == number), place / "base" / f"{source}_{number}.csv", source)
        write(rows, of & is_new, place / "month" / f"{source}_month.csv", source)
        write(rows, of & (drawn < share / 10), place / "tenth" / f"{source}_month.csv", source)


def moved(rows: pa.Table) -> pa.Array:
    """The subdistricts of the whole country, each laid upon one of a few provinces, so that they are as full."""
    coded = rows["subdistrict_code"].combine_chunks().dictionary_encode()
    there = pa.array(sorted(places(*PROVINCES).codes.tolist()))
    onto = pa.array([None if code is None else int(code) % len(there) for code in coded.dictionary.to_pylist()])
    return pc.take(pc.take(there, onto), coded.indices)


def write(rows: pa.Table, which: npt.NDArray[np.bool_], path: Path, source: str) -> None:
    """One delivery."""
    path.parent.mkdir(exist_ok=True)
    chosen = rows.filter(pa.array(which)).select(list(COLUMNS))
    sexes = pc.take(SEXES, pc.index_in(chosen["sex"].combine_chunks(), pa.array(["m", "f"])))
    chosen = chosen.set_column(chosen.column_names.index("sex"), "sex", sexes)
    if source == PAID:
        chosen = chosen.append_column("amount", pa.array(["600.00"] * len(chosen)))
    pyarrow.csv.write_csv(chosen, path)


def project(place: Path, root: Path) -> None:
    """A new project with the contracts and the agreement, and the base deliveries in its inbox."""
    projects.init(root, training_ground=True, today=TODAY)
    for rank, source in enumerate(SOURCES):
        written = yaml.safe_dump(contract(source, rank), allow_unicode=True, sort_keys=False)
        (root / "contracts" / f"{source}.yaml").write_text(written, "utf-8")
    agreed = yaml.safe_dump(AGREEMENT, allow_unicode=True, sort_keys=False)
    (root / "agreements" / "agreement.yaml").write_text(agreed, "utf-8")
    lay(place / "base", root)


def lay(files: Path, root: Path, *, day: date = TODAY) -> None:
    """Lay deliveries in the inbox; it is that day there from now on."""
    settings = root / "saphan.toml"
    settings.write_text(settings.read_text("utf-8").replace(TODAY.isoformat(), day.isoformat()), "utf-8")
    for path in sorted(files.iterdir()):
        shutil.copyfile(path, root / "inbox" / path.name)


def twin(root: Path, to: Path) -> None:
    """The same project again; what never changes once it is written has two names."""
    shutil.rmtree(to, ignore_errors=True)
    for name in ("vault", "lake"):
        shutil.copytree(root / name, to / name, copy_function=os.link)
    shutil.copytree(root, to, dirs_exist_ok=True, ignore=lambda here, _: LINKED if Path(here) == root else ())


LINKED = ("vault", "lake")
AGREEMENT = {
    "agreement": "benchmark", "title": {"th": "ข้อมูลสมมติ", "en": "Make-believe"}, "parties": ["a", "b"],
    "datasets": list(SOURCES), "purposes": ["link_records", "find_missing_help", "casework", "official_statistics"],
    "legal_basis": "24(4)", "signatories": ["a", "b"], "begins": "2026-01-01", "ends": "2027-12-31",
}  # fmt: skip


def contract(source: str, rank: int) -> dict[str, object]:
    """What an agency promises: the columns of the linkage benchmark, and of one agency what it pays."""
    columns = COLUMNS | ({"amount": "benefit_amount"} if source == PAID else {})
    more = {"saphan.benefit": "old_age_allowance"} if source == PAID else {}
    ours = {
        "saphan.agency": f"a{rank}", "saphan.title.th": source, "saphan.title.en": source, "saphan.trust": 10 + rank,
        "saphan.onePersonPerRow": False, **more,
    }  # fmt: skip
    return {
        "kind": "DataContract", "apiVersion": "v3.1.0", "id": f"urn:saphan:contract:{source}", "name": source,
        "version": "1.0.0", "status": "active", "domain": "social_protection", "tenant": f"a{rank}",
        "description": {"purpose": "ข้อมูลสมมติ"},
        "servers": [{"server": "delivery", "type": "local", "path": f"{source}_*.csv", "format": "csv",
                     "customProperties": listed({"saphan.encoding": "utf-8", "saphan.separator": ","})}],
        "schema": [{"name": source, "logicalType": "object",
                    "properties": [column(name, meaning) for name, meaning in columns.items()]}],
        "customProperties": listed(ours),
    }  # fmt: skip


def column(name: str, meaning: str) -> dict[str, object]:
    """One column of it."""
    of = {"saphan.meaning": meaning}
    if meaning == "birth_date":
        of |= {"saphan.era": "ce", "saphan.pattern": "ymd"}
    checks = {"citizen_id": "citizen_id_checksum", "birth_date": "birth_date_plausible"}
    rules = [{"type": "custom", "engine": "saphan", "implementation": checks.get(meaning), "severity": "warn"}]
    return {
        "name": name, "logicalType": "date" if meaning == "birth_date" else "string", "classification": "personal",
        "description": name, "quality": rules if meaning in checks else [], "customProperties": listed(of),
    }  # fmt: skip


def listed(properties: dict[str, object]) -> list[dict[str, object]]:
    """As the standard writes them."""
    return [{"property": name, "value": value} for name, value in properties.items()]


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
