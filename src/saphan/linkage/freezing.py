"""What must stand still so that tomorrow's records are linked as today's were? A model and all it counted.

Weights alone do not fix a result: how rare a name is and which keys too many records share are counted on the
records of a run too. Frozen together, a run over changed records and a run over all of them find the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from saphan.linkage.blocking import Blocks
from saphan.linkage.deciding import Cuts
from saphan.linkage.model import Model
from saphan.linkage.policy import Policy
from saphan.linkage.rarity import Bearers
from saphan.linkage.spelling import Hashes
from saphan.store import Relation

HERE = Path(__file__).parent
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True)
class Frozen:
    """A trained model with the bearers of names and the keys that are cut, as they were counted in training."""

    model: Model
    bearers: Bearers
    cut: Mapping[str, Hashes]  # by rule: keys that too many records shared, in their order
    policy: Policy
    records: int  # how many it was trained on
    is_accepted: bool = False  # by a person who was shown what it does to keys
    reviewed: str = ""  # a checksum of the reviewed pairs that its calibration was learned from

    @property
    def cuts(self) -> Cuts:
        """From which weights it links, and asks."""
        return Cuts.of(self.policy, self.model.calibration, is_declared=self.model.route == "declared")

    @property
    def version(self) -> str:
        """A checksum of everything that gives a pair its weight: what verdicts say of weights may change beside it."""
        digest = hashlib.sha256()
        weighs = replace(self, model=replace(self.model, calibration=None), is_accepted=False, reviewed="")
        for name, values in sorted(weighs.arrays().items()):
            digest.update(name.encode())
            digest.update(np.ascontiguousarray(values).tobytes())
        return digest.hexdigest()[:16]

    def arrays(self) -> Arrays:
        """As arrays by name, to be kept in a file."""
        bearers = self.bearers
        written = {
            "model": json.loads(self.model.to_json()), "policy": asdict(self.policy), "records": self.records,
            "is_accepted": self.is_accepted, "reviewed": self.reviewed,
            "totals": bearers.totals, "usual": bearers.usual,
        }  # fmt: skip
        return {
            "frozen": np.frombuffer(json.dumps(written, ensure_ascii=False, sort_keys=True).encode(), dtype=np.uint8),
            "names": bearers.names,
            "bearers": bearers.counts.reshape(-1),
            **{f"cut_{rule}": keys for rule, keys in self.cut.items()},
        }

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Self:
        """As it was frozen."""
        read = json.loads(arrays["frozen"].tobytes().decode())
        policy = Policy(**{**read["policy"], "blocking": tuple(read["policy"]["blocking"])})
        bearers = Bearers(
            names=arrays["names"].astype(np.uint64, copy=False),
            counts=arrays["bearers"].astype(np.int32, copy=False).reshape(-1, 2),
            totals=(read["totals"][0], read["totals"][1]),
            usual=(read["usual"][0], read["usual"][1]),
        )
        cut = {rule: arrays[f"cut_{rule}"].astype(np.uint64, copy=False) for rule in policy.blocking}
        model = Model.from_json(json.dumps(read["model"]))
        return cls(model, bearers, cut, policy, read["records"], read["is_accepted"], read["reviewed"])


def crowded(blocks: Sequence[Blocks]) -> dict[str, Hashes]:
    """By rule, the keys that a run cut for how many records share them."""
    return {each.rule: each.crowded for each in blocks}


def marked(reviewed: Relation | None) -> str:
    """A checksum of reviewed pairs, whatever their order; empty where there are none."""
    rows = sorted(map(repr, reviewed.rows())) if reviewed is not None else []
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16] if rows else ""


@lru_cache(maxsize=1)
def made_by() -> str:
    """A checksum of the code that blocks, compares, weighs and clusters: what other code found is not built upon."""
    files = sorted([*HERE.glob("*.py"), *HERE.glob("*.sql")])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:16]
