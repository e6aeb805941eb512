"""What may one row of an agency's file hold? A JSON Schema (2020-12), so that the agency can check before it sends."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.contracts.model import Contract, Field

_PATTERNS: Mapping[Meaning, str] = {
    Meaning.CITIZEN_ID: r"^[0-9]{13}$",
    Meaning.GUARDIAN_ID: r"^[0-9]{13}$",
    Meaning.SUBDISTRICT_CODE: r"^[0-9]{6}$",
    Meaning.DISTRICT_CODE: r"^[0-9]{4}$",
    Meaning.PROVINCE_CODE: r"^[0-9]{2}$",
    Meaning.POSTCODE: r"^[0-9]{5}$",
}


def json_schema(contract: Contract) -> dict[str, object]:
    """The schema of one row, its columns under the names they have in the file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:saphan:row:{contract.dataset}:{contract.version}",
        "title": contract.title.get("th", contract.dataset),
        "description": contract.description.get("th", ""),
        "type": "object",
        "properties": {field.name: _column(field) for field in contract.fields},
        "required": [field.name for field in contract.fields if field.required],
        "additionalProperties": False,
    }


def _column(field: Field) -> dict[str, object]:
    said: dict[str, object] = {"description": field.description.get("th", "")}
    if field.meaning in NUMBER_MEANINGS:
        said["type"] = ["number", "string"]  # with commas and units, as agencies write amounts
    else:
        said["type"] = "string"
    pattern = _PATTERNS.get(field.meaning) if field.meaning else None
    if pattern:
        said["pattern"] = pattern if field.required else f"{pattern}|^$"
    elif field.required and said["type"] == "string":
        said["minLength"] = 1
    if field.meaning in DATE_MEANINGS:
        said["x-era"], said["x-order"] = field.era, field.pattern or "dmy"
    for rule in field.rules:
        if rule.check_id == "in_range" and said["type"] != "string":
            said |= {
                key: rule.params[name] for key, name in (("minimum", "low"), ("maximum", "high")) if name in rule.params
            }
    if field.sensitive:
        said["x-classification"] = "sensitive"
    return said
