"""Which columns does a contract promise, what do they mean, and which rules hold for them?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, cast, get_args

from open_data_contract_standard.model import DataQuality, SchemaProperty

from saphan.contracts.extras import OF_COLUMN, Extras, read_extras
from saphan.contracts.faults import Faults, Place, choose_from, written
from saphan.contracts.meanings import DATE_MEANINGS, Meaning
from saphan.contracts.model import Era, Field, Format, Rule, Severity
from saphan.words import say

WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_TYPES = ("string", "date", "timestamp", "time", "number", "integer", "boolean")
Checks = Mapping[str, frozenset[str]]  # the checks there are, each with the parameters it needs
_CLASSES = ("public", "internal", "personal", "sensitive")
_PATTERNS = ("dmy", "ymd", "yyyymmdd")
_SEVERITIES = get_args(Severity)


def read_columns(columns: Sequence[SchemaProperty], place: Place, *, form: Format, faults: Faults) -> tuple[Field, ...]:
    """The fields of a contract in the order of its `properties`, with what is wrong kept in `faults`."""
    fields = tuple(_column(column, (*place, at), form, faults) for at, column in enumerate(columns))
    _no_name_twice(fields, place, faults)
    _no_meaning_twice(fields, place, faults)
    if form == "fixed":
        _no_overlap(fields, place, faults)
    return fields


def _column(column: SchemaProperty, place: Place, form: Format, faults: Faults) -> Field:
    extras = read_extras(column.customProperties, place, known=OF_COLUMN, faults=faults)
    if not (column.name or "").strip():
        faults.add(place, say("The column has no name."), say("Write the header as it stands in the file."))
    for key, value, known in (
        ("logicalType", column.logicalType, _TYPES),
        ("classification", column.classification, _CLASSES),
    ):
        if value is not None and value not in known:
            faults.add((*place, key), say("`{value}` is not known here.", value=value), choose_from(value, known))
    meaning = _meaning(extras)
    _only_of_dates(column, meaning, extras)
    start, width = _span(extras, form)
    return Field(
        name=(column.name or "").strip(),
        description={"th": column.description or "", "en": extras.text("saphan.description.en")},
        meaning=meaning,
        required=bool(column.required),
        unique=bool(column.unique),
        sensitive=column.classification == "sensitive",
        era=cast("Era", extras.one_of("saphan.era", get_args(Era), "auto")),
        pattern=extras.one_of("saphan.pattern", ("", *_PATTERNS), ""),
        start=start,
        width=width,
        rules=read_rules(column.quality, (*place, "quality"), faults),
    )


def read_rules(rules: Sequence[DataQuality] | None, place: Place, faults: Faults) -> tuple[Rule, ...]:
    """The checks a part asks for; a rule that would not be run is a fault, so that no promise is passed over."""
    read = []
    for at, rule in enumerate(rules or ()):
        if rule.type == "text":
            continue  # written for people: the standard's way to say what no program checks
        if rule.type != "custom" or rule.engine != "saphan":
            faults.add(
                (*place, at),
                say("A rule of type `{type}` is never run here.", type=rule.type or "library"),
                say("Write `type: custom`, `engine: saphan` and the name of a check as `implementation`."),
            )
            continue
        read.append(_rule(rule, (*place, at), faults))
    return tuple(read)


def _rule(rule: DataQuality, place: Place, faults: Faults) -> Rule:
    check = rule.implementation
    if not isinstance(check, str) or not WORD.fullmatch(check):
        faults.add(
            (*place, "implementation"),
            say("The rule does not name a check."),
            say("Write the name of a check, such as `citizen_id_checksum`."),
        )
    if rule.severity not in _SEVERITIES:
        what = say("`{value}` is not known here.", value=rule.severity or "")
        faults.add((*place, "severity"), what, choose_from(rule.severity or "", _SEVERITIES))
    params = _params(rule.arguments or {}, (*place, "arguments"), faults)
    return Rule(check_id=str(check), severity=cast("Severity", rule.severity), params=params)


def only_known_checks(columns: Sequence[SchemaProperty], place: Place, checks: Checks, faults: Faults) -> None:
    """Faults for rules whose check is not there, or is not told what it needs to know."""
    for at, column in enumerate(columns):
        for number, rule in enumerate(column.quality or ()):
            name = rule.implementation
            if rule.type != "custom" or not isinstance(name, str) or not WORD.fullmatch(name):
                continue  # said before
            here = (*place, at, "quality", number)
            if name not in checks:
                what = say("There is no check named `{check}`.", check=name)
                faults.add((*here, "implementation"), what, choose_from(name, checks))
                continue
            for lacking in sorted(checks[name] - set(rule.arguments or {})):
                what = say("The check `{check}` needs the parameter `{name}`.", check=name, name=lacking)
                faults.add(here, what, say("Give it under `arguments`, beside the name of the check."))


def _params(
    arguments: Mapping[str, object], place: Place, faults: Faults
) -> dict[str, str | int | float | tuple[str, ...]]:
    params: dict[str, str | int | float | tuple[str, ...]] = {}
    for name, value in arguments.items():
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            params[name] = value
        elif isinstance(value, list) and value and all(isinstance(each, str) for each in value):
            params[name] = tuple(value)
        else:
            faults.add(
                (*place, name),
                say("`{name}` must be text, a number, or a list of texts.", name=name),
                say("Correct the value; put text that looks like a number in quotes."),
            )
    return params


def _meaning(extras: Extras) -> Meaning | None:
    word = extras.one_of("saphan.meaning", ("", *Meaning), "")
    return Meaning(word) if word else None


def _only_of_dates(column: SchemaProperty, meaning: Meaning | None, extras: Extras) -> None:
    if meaning in DATE_MEANINGS or column.logicalType == "date":
        return
    for name in ("saphan.era", "saphan.pattern"):
        if name in extras.values:
            extras.wrong(
                name, say("Only a column of dates has this property."), say("Remove it, or correct the meaning.")
            )


def _span(extras: Extras, form: Format) -> tuple[int, int]:
    start, width = extras.whole("saphan.start", 0), extras.whole("saphan.width", 0)
    for name, value in (("saphan.start", start), ("saphan.width", width)):
        if form == "fixed" and value < 1:
            what = say("In a file of fixed widths every column has a start and a width, from 1.")
            extras.wrong(name, what, say("Write where the column starts and how many characters it has."))
        elif form != "fixed" and name in extras.values:
            extras.wrong(name, say("Only a file of fixed widths has this property."), say("Remove it."))
    return start, width


def _no_name_twice(fields: Sequence[Field], place: Place, faults: Faults) -> None:
    first: dict[str, int] = {}
    for at, field in enumerate(fields):
        name = " ".join(field.name.casefold().split())
        if name and first.setdefault(name, at) != at:
            what = say("Column `{name}` is described twice; {other} is the first.",
                       name=field.name, other=written((*place, first[name])))  # fmt: skip
            faults.add((*place, at, "name"), what, say("Give every column the header it has in the file."))


def _no_meaning_twice(fields: Sequence[Field], place: Place, faults: Faults) -> None:
    first: dict[Meaning, int] = {}
    for at, field in enumerate(fields):
        if field.meaning and first.setdefault(field.meaning, at) != at:
            faults.add(
                (*place, at, "customProperties"),
                say("Two columns mean `{meaning}`: `{first}` and `{second}`.",
                    meaning=field.meaning.value, first=fields[first[field.meaning]].name, second=field.name),
                say("Keep the meaning on the column to be used, and remove it from the other."),
                shown=written((*place, at, "saphan.meaning")),
            )  # fmt: skip


def _no_overlap(fields: Sequence[Field], place: Place, faults: Faults) -> None:
    placed = sorted((field.start, at) for at, field in enumerate(fields) if field.start > 0 and field.width > 0)
    for (_, left), (_, right) in pairwise(placed):
        ends = fields[left].start + fields[left].width - 1
        if fields[right].start <= ends:
            faults.add(
                (*place, right, "customProperties"),
                say("Column `{right}` starts at {start}, within `{left}`, which ends at {ends}.",
                    right=fields[right].name, start=fields[right].start, left=fields[left].name, ends=ends),
                say("Correct `saphan.start` or `saphan.width` by the agency's file description."),
                shown=written((*place, right, "saphan.start")),
            )  # fmt: skip
