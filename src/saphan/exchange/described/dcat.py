"""A dataset's record for catalogues that speak DCAT, as JSON-LD."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from saphan.contracts.model import Contract

_PUBLICATIONS = "http://publications.europa.eu/resource/authority"
_TYPES: Mapping[str, str] = {"csv": "CSV", "xlsx": "XLSX", "fixed": "TXT"}
# the catalogue's own words for how often, and the list DCAT takes them from
_OFTEN: Mapping[str, str] = {
    "ปี": "ANNUAL", "ครึ่งปี": "ANNUAL_2", "ไตรมาส": "QUARTERLY", "เดือน": "MONTHLY", "สัปดาห์": "WEEKLY", "วัน": "DAILY",
    "ตามเวลาจริง": "UPDATE_CONT", "ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล": "NEVER", "ไม่ทราบ": "UNKNOWN",
}  # fmt: skip
_CONTEXT: Mapping[str, object] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat_record(contract: Contract, *, modified: date) -> dict[str, object]:
    """The record; it tells that the data are there and how to ask for them, never where a person's rows lie."""
    urn = f"urn:saphan:dataset:{contract.dataset}"
    said = contract.catalogue
    email = _text(said.get("maintainer_email"))
    record: dict[str, object] = {
        "@context": dict(_CONTEXT),
        "@id": urn,
        "@type": "dcat:Dataset",
        "dct:identifier": contract.dataset,
        "dct:title": _both(contract.title),
        "dct:description": _both(contract.description) or _both(contract.title),
        "dct:publisher": {
            "@id": f"urn:saphan:agency:{contract.agency}",
            "@type": "foaf:Agent",
            "foaf:name": _text(said.get("owner_org")) or contract.agency,
        },
        "dcat:contactPoint": {
            "@id": f"{urn}:contact",
            "@type": ["vcard:Kind", "vcard:Organization"],
            "vcard:fn": _text(said.get("maintainer")) or contract.agency,
            **({"vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else {}),
        },
        "dcat:keyword": _keywords(_text(said.get("tag_string"))),
        "dct:language": {"@id": f"{_PUBLICATIONS}/language/THA", "@type": "dct:LinguisticSystem"},
        "dct:accessRights": {"@id": f"{_PUBLICATIONS}/access-right/RESTRICTED", "@type": "dct:RightsStatement"},
        "dct:modified": {"@value": modified.isoformat(), "@type": "xsd:date"},
        "dcat:version": contract.version,
        "dcat:distribution": {
            "@id": f"{urn}:distribution",
            "@type": "dcat:Distribution",
            "dct:title": _both(contract.title),
            "dcat:accessURL": {"@id": urn},
            "dct:format": {
                "@id": f"{_PUBLICATIONS}/file-type/{_TYPES[contract.file.format]}", "@type": "dct:MediaTypeOrExtent",
            },
        },
    }  # fmt: skip
    if often := _OFTEN.get(_text(said.get("update_frequency_unit"))):
        record["dct:accrualPeriodicity"] = {"@id": f"{_PUBLICATIONS}/frequency/{often}", "@type": "dct:Frequency"}
    return record


def _both(texts: Mapping[str, str]) -> list[Mapping[str, str]]:
    return [{"@value": text, "@language": language} for language, text in sorted(texts.items()) if text]


def _keywords(listed: str) -> list[Mapping[str, str]]:
    return [{"@value": word.strip(), "@language": "th"} for word in listed.split(",") if word.strip()]


def _text(value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return ", ".join(str(each) for each in value)
    return "" if value is None else str(value)
