"""What does a contract say beyond the standard? Saphan's own custom properties: a closed list at each level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from open_data_contract_standard.model import CustomProperty

from saphan.contracts.faults import Faults, Place, choose_from, written
from saphan.words import Words, say

OURS = "saphan."
OF_CONTRACT: Mapping[str, type] = {
    "saphan.agency": str,
    "saphan.title.th": str,
    "saphan.title.en": str,
    "saphan.description.en": str,
    "saphan.benefit": str,
    "saphan.onePersonPerRow": bool,
    "saphan.delivery": str,
    "saphan.trust": int,
    "saphan.residence": str,
    "saphan.catalogue": dict,
    "saphan.validFrom": str,
}
OF_FILE: Mapping[str, type] = {
    "saphan.encoding": str,
    "saphan.separator": str,
    "saphan.headerRow": int,
    "saphan.headerRows": int,
    "saphan.sheet": str,
}
OF_DATABASE: Mapping[str, type] = {
    "saphan.query": str,
}
OF_COLUMN: Mapping[str, type] = {
    "saphan.meaning": str,
    "saphan.era": str,
    "saphan.pattern": str,
    "saphan.start": int,
    "saphan.width": int,
    "saphan.description.en": str,
}
_KINDS: Mapping[type, Words] = {
    str: say("text"),
    int: say("a whole number"),
    bool: say("true or false"),
    dict: say("`name: value` lines"),
}


@dataclass(frozen=True)
class Extras:
    """The custom properties of one part of a contract, of the kinds they must have."""

    faults: Faults
    owner: Place
    values: Mapping[str, object]
    places: Mapping[str, Place]

    def text(self, name: str) -> str:
        """The text of that property, or empty."""
        value = self.values.get(name, "")
        return value if isinstance(value, str) else ""

    def whole(self, name: str, otherwise: int) -> int:
        """The number of that property."""
        value = self.values.get(name, otherwise)
        return value if isinstance(value, int) else otherwise

    def says(self, name: str) -> bool:
        """The property is there and true."""
        return self.values.get(name) is True

    def mapping(self, name: str) -> Mapping[str, object]:
        """The `name: value` lines of that property, or none."""
        value = self.values.get(name, {})
        return value if isinstance(value, dict) else {}

    def wrong(self, name: str, what: Words, cure: Words) -> None:
        """Keep a fault of that property, at its line."""
        self.faults.add(self.places.get(name, self.owner), what, cure, shown=written((*self.owner, name)))

    def one_of(self, name: str, known: Sequence[str], otherwise: str) -> str:
        """The text of that property, which must be one of the known words."""
        value = self.text(name) or otherwise
        if value in known:
            return value
        self.wrong(name, say("`{value}` is not known here.", value=value), choose_from(value, known))
        return otherwise


def read_extras(
    properties: Sequence[CustomProperty] | None, owner: Place, *, known: Mapping[str, type], faults: Faults
) -> Extras:
    """Saphan's properties of one part; those of others are left alone, an unknown one of ours is a fault."""
    values: dict[str, object] = {}
    extras = Extras(faults, owner, values, places := {})
    for at, each in enumerate(properties or ()):
        name = each.property or ""
        if not name.startswith(OURS):
            continue
        again = name in values
        places[name] = (*owner, "customProperties", at)
        if name not in known:
            extras.wrong(name, say("The property `{name}` is not known here.", name=name), choose_from(name, known))
        elif again:
            extras.wrong(name, say("The property `{name}` is written twice.", name=name), say("Keep one of them."))
        elif type(each.value) is not known[name]:
            what = say("The value of `{name}` must be {kind}.", name=name, kind=_KINDS[known[name]])
            extras.wrong(name, what, say("Correct the value; put text that looks like a number in quotes."))
        else:
            values[name] = each.value
    return extras
