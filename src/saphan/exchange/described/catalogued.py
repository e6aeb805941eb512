"""The 14 mandatory fields of the government data catalogue for an agency's dataset, as its contract says them."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.contracts.model import Contract
from saphan.exchange.catalogue import check
from saphan.words import Words

_FORMATS: Mapping[str, str] = {"csv": "CSV", "xlsx": "XLS", "fixed": "Text"}


def catalogue_record(contract: Contract) -> tuple[dict[str, object], list[Words]]:
    """The record, and what is still wrong with it: a field that is missing, or a word the catalogue does not have."""
    derived: dict[str, object] = {
        "name": contract.dataset.replace("_", "-"),
        "title": contract.title.get("th", ""),
        "notes": contract.description.get("th", ""),
        "data_format": [_FORMATS[contract.file.format]],
    }
    record = derived | dict(contract.catalogue)
    return record, check(record)
