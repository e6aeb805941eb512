"""Month after month, reckoning a few people anew finds what reckoning everybody does: every table, row by row."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from saphan import carrying, disclosure, ingest, linkage, pipeline, registry, welfare
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.linkage.sounds import sound_of
from saphan.onward import Onward
from saphan.pipeline import Built, Inputs
from saphan.registry import lookup
from saphan.store import Engine, Keeper, Layer, Relation, empty, from_rows, written_aside
from saphan.tables import (
    CORRECTIONS,
    IDENTITY,
    OBJECTION_MARKS,
    OBJECTIONS,
    OUTCOMES,
    RECORDS,
    REVIEWED,
    VERDICTS,
    Table,
)

SECRET = "the secret of a test"  # noqa: S105 - of nobody
MONTHS = 4
PARTS = ("สม", "วิ", "ชัย", "ทิพย์", "พร", "รัตน์", "แก้ว", "ศรี", "ทอง", "บุญ")
GIVEN = tuple(one + other for one in PARTS for other in PARTS)
FAMILY = tuple(one + other + "กุล" for one in PARTS for other in PARTS)
SHARED = {
    "เลขบัตร": Meaning.CITIZEN_ID, "ชื่อ": Meaning.GIVEN_NAME, "สกุล": Meaning.FAMILY_NAME, "เพศ": Meaning.SEX,
    "เกิด": Meaning.BIRTH_DATE, "ตำบล": Meaning.SUBDISTRICT_CODE, "บ้าน": Meaning.HOUSE_NUMBER,
    "โทร": Meaning.PHONE, "ครัวเรือน": Meaning.HOUSEHOLD_KEY,
}  # fmt: skip
MORE = {"civil": {"ตาย": Meaning.DEATH_DATE}, "clinic": {}, "pension": {"บาท": Meaning.BENEFIT_AMOUNT}}
ORDER = ("civil", "clinic", "pension")


def contract(dataset: str) -> Contract:
    fields = [Field(name=name, description={}, meaning=of) for name, of in (SHARED | MORE[dataset]).items()]
    return Contract(
        dataset=dataset, version="1", agency=dataset, title={}, description={}, fields=tuple(fields),
        file=FileShape(format="csv", pattern=f"{dataset}_*.csv"), trust=10 + ORDER.index(dataset),
        benefit="old_age_allowance" if dataset == "pension" else "", one_row_per_person=dataset == "civil",
        residence="registered" if dataset == "civil" else "actual",
    )  # fmt: skip


CONTRACTS = {dataset: contract(dataset) for dataset in ORDER}


def number(rng: random.Random) -> str:
    digits = [3, 5, 6, *(rng.randint(0, 9) for _ in range(9))]
    return "".join(map(str, [*digits, (11 - sum((13 - at) * each for at, each in enumerate(digits)) % 11) % 10]))


@dataclass
class Country:
    """Agencies, what they sent, and what people decided."""

    home: Path
    rng: random.Random
    people: list[dict[str, str]] = field(default_factory=list)
    moved_in: list[dict[str, str]] = field(default_factory=list)
    files: dict[str, list[dict[str, str]]] = field(default_factory=dict)  # by file name
    days: dict[str, date] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], str] = field(default_factory=dict)
    objections: dict[str, list[str]] = field(default_factory=dict)  # marks by person
    corrections: list[tuple[str, str, str, str, date]] = field(default_factory=list)

    def born(self, count: int) -> None:
        for _ in range(count):
            house, has_code = self.rng.randint(1, 40), len(self.people) % 3 > 0
            self.people.append({
                "เลขบัตร": number(self.rng), "ชื่อ": self.rng.choice(GIVEN), "สกุล": self.rng.choice(FAMILY),
                "เพศ": self.rng.choice(("ชาย", "หญิง")), "ตำบล": f"5601{self.rng.choice(('01', '02', '06'))}",
                "เกิด": f"{self.rng.randint(1, 28):02}/{self.rng.randint(1, 12):02}/{self.rng.randint(2470, 2560)}",
                "บ้าน": f"{house}", "โทร": f"08{self.rng.randint(10**7, 10**8 - 1)}",
                "ครัวเรือน": f"h{house}" if has_code else "", "บาท": self.rng.choice(("600", "700")), "ตาย": "",
            })  # fmt: skip

    def moves_in(self, count: int) -> None:
        """More people at the address of somebody who has no house code, so that it becomes too crowded some day."""
        home = self.people[0]
        for at in range(count):
            name = GIVEN[-len(self.moved_in) - 1]
            self.moved_in.append(home | {"ชื่อ": name, "สกุล": FAMILY[at], "เลขบัตร": "", "โทร": "", "เกิด": ""})

    def row(self, person: Mapping[str, str]) -> dict[str, str]:
        """What an agency writes of her, now and then with an error."""
        written = dict(person)
        if self.rng.random() < 0.3:
            written["เลขบัตร"] = ""
        if self.rng.random() < 0.2:
            written[self.rng.choice(("ชื่อ", "สกุล", "โทร", "บ้าน", "ครัวเรือน"))] = ""
        if self.rng.random() < 0.1:
            written["ชื่อ"] = self.rng.choice(GIVEN)
        if self.rng.random() < 0.05:
            written["ตาย"] = "01/02/2569"
        return written

    def sends(self, name: str, rows: Iterable[dict[str, str]], *, on: date) -> None:
        self.files[name], self.days[name] = list(rows), on
        columns = list(SHARED | MORE[name.split("_", maxsplit=1)[0]])
        lines = [columns, *([row[column] for column in columns] for row in self.files[name])]
        path = self.home / name
        path.write_text("".join(",".join(line) + "\n" for line in lines), "utf-8")
        ingest.receive(path, CONTRACTS, vault=self.home / "vault", on=on)

    def begins(self) -> None:
        day = date(2026, 1, 5)
        self.born(240)
        self.sends("civil_1.csv", map(self.row, self.people), on=day)
        self.sends("pension_1.csv", map(self.row, self.people[:80]), on=day)
        for at in range(12):
            self.sends(f"clinic_{at}.csv", map(self.row, self.rng.sample(self.people, 20)), on=day)

    def goes_on(self, month: int, before: Built) -> None:
        """A month in which something of all that can happen happens."""
        day, rng = date(2026, 1 + month, 5), self.rng
        self.born(2)
        written = [*map(self.row, [*self.people[-2:], *rng.sample(self.people, 4)])]
        self.moves_in(2)
        self.sends(f"clinic_{10 + month}.csv", [*written, *self.moved_in[-2:]], on=day)
        happens = rng.sample(("withdrawn", "sent again", "verdict", "correction", "nothing"), 3)
        happens += ["objection"] if rng.random() < 0.2 else []
        if "withdrawn" in happens:
            self.files.pop(
                rng.choice([name for name in self.files if name.startswith("clinic") and len(self.files) > 4])
            )
        if "sent again" in happens:
            name = rng.choice(sorted(self.files.keys() - {"civil_1.csv"}))
            changed = [dict(row) for row in self.files[name]]
            changed[0]["โทร"], changed[-1]["ครัวเรือน"] = "0812345678", "h99"
            self.sends(name, changed, on=self.days[name])
        if "verdict" in happens:
            pairs = [row for row in before["pairs"].rows() if row[4] != "apart"] or before["pairs"].rows()
            one = rng.choice(pairs)
            self.verdicts[one[0], one[1]] = rng.choice(("same", "different"))
        persons = [person for (person, *_) in before["persons"].rows()]
        if "objection" in happens:
            self.objects(rng.choice(persons), before)
        if "correction" in happens:
            name, value = rng.choice((("phone", "0899999999"), ("death_date", "2026-01-01"), ("sex", "m")))
            at = len(self.corrections) + 1
            self.corrections.append((f"correction:{at}", rng.choice(persons), name, value, day))
        if rng.random() < 0.3 and self.objections:
            self.objections.pop(next(iter(self.objections)))
        if rng.random() < 0.3 and self.corrections:
            self.corrections.pop(0)

    def objects(self, person: str, before: Built) -> None:
        ids = {record for record, owner in before["identity"].rows() if owner == person}
        rows = [row for row in before["records"].rows() if row[0] in ids]
        hers = from_rows(rows, returns=RECORDS, engine=before["records"].engine)
        self.objections[person] = sorted({mark for _, mark in registry.marks(hers, SECRET, is_hers=True).rows()})

    def receipts(self) -> list[ingest.Receipt]:
        latest = ingest.latest_by_file(ingest.receipts(self.home / "vault"))
        return [receipt for receipt in latest if receipt.file_name in self.files]


def inputs_of(country: Country, engine: Engine, memory: registry.Memory, keeper: Keeper) -> Inputs:
    receipts = country.receipts()

    def rows(of: Iterable[tuple[Any, ...]], table: Table) -> Relation:
        return from_rows(sorted(of), returns=table, engine=engine)

    marks = rows({(mark, person) for person, found in country.objections.items() for mark in found}, OBJECTION_MARKS)
    return Inputs(
        receipts=receipts, contracts=CONTRACTS, corrections={}, vault=country.home / "vault", keeper=keeper,
        read_by={each.delivery_id: CONTRACTS[each.dataset] for each in receipts}, memory=memory,
        verdicts=rows(((*pair, said) for pair, said in country.verdicts.items()), VERDICTS),
        reviewed=empty(REVIEWED, engine), objections=rows({(person,) for person in country.objections}, OBJECTIONS),
        objected_by=registry.Marked(marks, SECRET), corrected=rows(country.corrections, CORRECTIONS),
        outcomes=empty(OUTCOMES, engine), packs=list(welfare.packs()), linking=linkage.default_policy(),
        survivorship=replace(registry.default_policy(), most_at_an_address=3), protection=disclosure.default_policy(),
    )  # fmt: skip


def built(inputs: Inputs, engine: Engine, *, month: int) -> Built:
    far: list[float] = []
    handed: dict[str, tuple[Relation, Sequence[Layer]]] = {}
    indexes: list[registry.Sought] = []
    onward = Onward(
        lambda made, layers: handed.update({made.table.name: (made, layers)}), lambda _: None, indexes.append
    )
    found = pipeline.build(
        inputs, as_of=date(2026, 1 + month, 20), engine=engine, tell=lambda _, done: far.append(done), onward=onward
    )
    assert far == sorted(far), "what is told goes forward"
    for name, (made, layers) in handed.items():
        assert made is found[name], name
        assert list(layers) == list(found.layers.get(name, ())), name
    assert handed.keys() >= {"records", "pairs", "identity", "persons", "residences"}
    assert indexes == [found.sought]
    return found


def former_of(before: Built, layers: Mapping[str, tuple[Layer, ...]], index: Path) -> carrying.Former:
    """The release before, with the file of its look-up that a release keeps."""
    tables = {relation.table.name: relation for relation in before.relations}
    return carrying.Former(
        layers=layers, tables=tables, names=before.read_as, kept_out=before.left_out.count(),
        index=lambda: lookup.open_index(index),
    )  # fmt: skip


def layers_of(before: Built) -> dict[str, tuple[Layer, ...]]:
    """As a release keeps them: layers where it has some, else one file."""
    carried = {relation.table.name: relation for relation in before.relations if relation.table in carrying.CARRIED}
    return {name: tuple(before.carried.get(name) or (written_aside(each),)) for name, each in carried.items()}


def remembered(before: Built, *, month: int) -> registry.Memory:
    kept = {name: before[name] for name in ("person_keys", "away", "records", "dwellings")}
    return registry.remembered(before["identity"], **kept, since=date(2026, 1 + month, 20))


@pytest.mark.timeout(3 * 3600)
def test_a_few_people_reckoned_anew_are_everybody_reckoned_anew(tmp_path: Path, engine: Engine, is_soak: bool) -> None:
    for seed in range(30 if is_soak else 3):
        (tmp_path / f"{seed}").mkdir()
        reckoned_both_ways(seed, tmp_path / f"{seed}", engine)


def reckoned_both_ways(seed: int, tmp_path: Path, engine: Engine) -> None:
    country = Country(tmp_path, random.Random(seed))
    country.begins()
    keeper = Keeper(tmp_path / "kept")
    nobody = registry.remembered(empty(IDENTITY, engine), since=date(2026, 1, 1))
    before = built(inputs_of(country, engine, nobody, keeper), engine, month=0)
    frozen = replace(before.linked.kept.frozen, is_accepted=True)
    kept, layers, ways, renewed = replace(before.linked.kept, frozen=frozen), layers_of(before), [], []
    crowds = {crowded_in(before)}
    index = index_of(before, tmp_path / "index-0.arrow")
    for month in range(1, MONTHS + 1):
        country.goes_on(month, before)
        asked = inputs_of(country, engine, remembered(before, month=month - 1), keeper)
        afresh = replace(
            asked, keeper=Keeper(tmp_path / f"afresh-{month}"), linked_before=linkage.Before(frozen=frozen)
        )
        continued = replace(
            asked, former=former_of(before, layers, index),
            linked_before=linkage.Before(frozen=frozen, kept=kept, records=before["records"]),
        )  # fmt: skip
        by_change, anew = built(continued, engine, month=month), built(afresh, engine, month=month)
        for one, other in zip(by_change.relations, anew.relations, strict=True):
            assert one.rows() == other.rows(), f"{one.table.name} in month {month}, {by_change.linked.how}"
        assert by_change.linked.waiting() == sum(pair[4] == "review" for pair in anew["pairs"].rows())
        index = index_of(by_change, tmp_path / f"index-{month}.arrow")
        assert index.read_bytes() == index_of(anew, tmp_path / f"index-anew-{month}.arrow").read_bytes(), month
        assert by_change.crowded.rows() == anew.crowded.rows()
        crowds.add(crowded_in(by_change))
        before, kept, layers = by_change, by_change.linked.kept, layers_of(by_change)
        ways.append((by_change.linked.how, bool(by_change.carried)))
        renewed.append(by_change.sought.over is not None)
    assert any(was_carried for _, was_carried in ways), ways
    assert any(renewed), ways
    assert len(crowds) > 1, "in some month an address became too crowded, or no longer was"


def index_of(found: Built, path: Path) -> Path:
    found.sought.write(path, sound_of)
    return path


def crowded_in(found: Built) -> frozenset[str]:
    return frozenset(address for address, _ in found.crowded.rows())
