"""Which rules bring records together, and from which weight are they linked? A policy, kept in the release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import yaml

from saphan.errors import BrokenPromise
from saphan.words import say

PACKAGED = Path(__file__).parent / "policy.yaml"


class PolicyUnreadable(BrokenPromise):
    """The linkage policy file does not say what a policy must say."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How records are linked; what changes results, and therefore a versioned file."""

    version: str
    blocking: tuple[str, ...]  # names of rules in blocking.py, the first to find a pair names it
    largest_block: int  # a key value shared by more records than this is cut
    preset_weight: float  # bits; from here on a pair is linked without asking
    declared_weight: float  # bits; the same where the model could not be learned
    review_weight: float  # bits; from here on a person is asked
    wanted_precision: float  # of the links that a calibrated weight makes, how many must be right
    asked_probability: float  # calibrated: from this probability on a person is asked

    @classmethod
    def load(cls, path: Path = PACKAGED) -> Self:
        """The policy written in a file.

        Raises:
            PolicyUnreadable: a key is missing, unknown, or of the wrong kind.
        """
        read = yaml.safe_load(path.read_text("utf-8"))
        expected = set(cls.__dataclass_fields__)
        if not isinstance(read, Mapping) or set(read) != expected:
            raise _unreadable(path)
        try:
            return cls(
                version=str(read["version"]),
                blocking=tuple(str(rule) for rule in read["blocking"]),
                largest_block=int(read["largest_block"]),
                preset_weight=float(read["preset_weight"]),
                declared_weight=float(read["declared_weight"]),
                review_weight=float(read["review_weight"]),
                wanted_precision=float(read["wanted_precision"]),
                asked_probability=float(read["asked_probability"]),
            )
        except (TypeError, ValueError) as wrong:
            raise _unreadable(path) from wrong

    def recorded(self) -> dict[str, object]:
        """What a release's manifest keeps of this policy."""
        return asdict(self)


def default_policy() -> Policy:
    """The policy that comes with Saphan."""
    return Policy.load()


def _unreadable(path: Path) -> PolicyUnreadable:
    return PolicyUnreadable(
        say("The linkage policy cannot be read."),
        where=path.name,
        cure=say("Write exactly these keys: {keys}.", keys=", ".join(Policy.__dataclass_fields__)),
    )
