"""Which places do several columns of names mean together? Each combination is read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract
from saphan.ingest.normalise.places import match_names

PLACE_NAMES: dict[Meaning, str] = {
    Meaning.SUBDISTRICT_NAME: "subdistrict",
    Meaning.DISTRICT_NAME: "district",
    Meaning.PROVINCE_NAME: "province",
}
_PLACE_INPUTS: dict[Meaning, str] = {**PLACE_NAMES, Meaning.POSTCODE: "postcode"}
PLACE_PARTS: Final = (*(part for level in PLACE_NAMES.values() for part in (level, f"class_{level}")), "rule")


def place_inputs(contract: Contract) -> dict[str, int]:
    """Which columns of the contract name a place together: the part each plays, and its number."""
    if not any(column.meaning in PLACE_NAMES for column in contract.fields):
        return {}
    return {
        _PLACE_INPUTS[column.meaning]: at
        for at, column in enumerate(contract.fields)
        if column.meaning in _PLACE_INPUTS
    }


@dataclass
class PlaceNames:
    """How the names of places of one delivery are read; what they mean is remembered from block to block."""

    inputs: dict[str, int]
    known: dict[tuple[str, ...], Sequence[str | None]] = field(default_factory=dict)

    def read(self, table: pa.Table) -> dict[str, pa.Array]:
        """For each row the code and class of each level, and the rule."""
        named = [_coded(table.column(f"f{at}")) for at in self.inputs.values()]
        together = np.zeros(table.num_rows, np.int64)
        for coded in named:
            together = together * (len(coded.dictionary) + 1) + np.asarray(coded.indices)
        _, first, which = np.unique(together, return_index=True, return_inverse=True)
        texts = [coded.take(pa.array(first)).dictionary_decode().to_pylist() for coded in named]
        meant = [self._recall(tuple(raws)) for raws in zip(*texts, strict=True)]
        rows = pa.array(which.astype(np.int32))
        parts = (
            pa.array([row[at] for row in meant], pa.string()).dictionary_encode() for at in range(len(PLACE_PARTS))
        )
        return {
            name: pa.DictionaryArray.from_arrays(part.indices.take(rows), part.dictionary)
            for name, part in zip(PLACE_PARTS, parts, strict=True)
        }

    def _recall(self, raws: tuple[str, ...]) -> Sequence[str | None]:
        if raws not in self.known:
            self.known[raws] = self._meant(raws)
        return self.known[raws]

    def _meant(self, raws: tuple[str, ...]) -> Sequence[str | None]:
        names = dict(zip(self.inputs, raws, strict=True))
        place = match_names(**names)
        found = (place.subdistrict, place.district, place.province)
        pairs = zip(PLACE_NAMES.values(), found, strict=True)
        each = [part for level, code in pairs for part in (code, _class(names.get(level, ""), code))]
        return [*each, place.rule]


def _coded(column: pa.ChunkedArray) -> pa.DictionaryArray:
    texts = column.combine_chunks()
    if pa.types.is_dictionary(texts.type) and not texts.null_count:
        return texts
    return pc.fill_null(texts.cast(pa.string()), "").dictionary_encode()


def _class(name: str, code: str | None) -> str:
    return "empty" if not name.strip() else "ok" if code else "unknown_place"
