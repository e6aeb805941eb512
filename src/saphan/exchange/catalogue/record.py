"""The catalogue record of one published table."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from saphan.errors import BrokenPromise
from saphan.exchange.catalogue.fields import check
from saphan.exchange.titles import title
from saphan.words import say

_BREAKDOWN = {"area_age": ["อายุ/กลุ่มอายุ", "ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่"]}
_BY_AREA = ["ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่"]


class IncompleteRecord(BrokenPromise):
    """A catalogue record lacks a mandatory field or uses a word the catalogue does not have."""


@dataclass(frozen=True, kw_only=True)
class Steward:
    """Who keeps the table, and whom to ask about it."""

    owner_org: str  # the organisation's id in the catalogue
    maintainer: str  # the unit, in Thai
    maintainer_email: str


def record(table_id: str, *, steward: Steward, data_source: str, as_of: date, file_name: str) -> dict[str, object]:
    """The 14 mandatory fields and the optional ones worth filling, for one protected table.

    `data_source` says in Thai whose data were counted. Dates are Common Era, as the catalogue keeps them.
    """
    words = title(table_id)
    name = words.in_("th")
    protection = say("A blank cell is a count that is withheld so that nobody can be recognised. It is not zero.").in_(
        "th"
    )
    return {
        "name": table_id.replace(".", "-").replace("_", "-"),
        "data_type": "ข้อมูลสถิติ",
        "title": name,
        "title_en": words.in_("en"),
        "owner_org": steward.owner_org,
        "maintainer": steward.maintainer,
        "maintainer_email": steward.maintainer_email,
        "tag_string": "สวัสดิการสังคม,การคุ้มครองทางสังคม,สถิติ",
        "notes": f"{name}\n\n{protection}",
        "objective": ["เพื่อการให้บริการประชาชน", "พันธกิจหน่วยงาน"],
        "update_frequency_unit": "เดือน",
        "update_frequency_interval": "1",
        "geo_coverage": "อำเภอ",
        "data_source": data_source,
        "data_format": ["CSV"],
        "data_category": "ข้อมูลสาธารณะ",
        "license_id": "Creative Commons Attributions",
        "data_language": ["ไทย", "อังกฤษ"],
        "disaggregate": _BREAKDOWN.get(table_id.rpartition(".")[2], _BY_AREA),
        "unit_of_measure": "คน",
        "unit_of_multiplier": "หน่วย",
        "official_statistics": "False",
        "last_updated_date": as_of.isoformat(),
        "resources": [{"name": name, "format": "CSV", "url": file_name, "description": "SDMX-CSV 2.0"}],
    }


def write_record(path: Path, held: Mapping[str, object]) -> None:
    """Writes a record as JSON, Thai as Thai.

    Raises:
        IncompleteRecord: the catalogue would not understand it; nothing is written.
    """
    problems = check(held)
    if problems:
        raise IncompleteRecord(
            say("A catalogue record is not ready: {first}", first=problems[0]),
            where=path.name,
            cure=say("Complete the field, then publish again."),
        )
    path.write_text(json.dumps(held, ensure_ascii=False, indent=2) + "\n", "utf-8")
