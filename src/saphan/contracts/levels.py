"""Does an agreement keep within the one above it? A licence under an agreement under a memorandum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from saphan.access.purposes import PURPOSES
from saphan.access.standing import LEVELS
from saphan.contracts.document import Document, Value
from saphan.contracts.faults import Faults, Place, choose_from
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Agreement
from saphan.words import Words, say


def read_columns(document: Document) -> dict[str, dict[str, tuple[str, ...]]]:
    """The columns that may be used, by purpose and dataset, by what they mean; faults are kept in the document."""
    written = document.value.get("columns")
    if written is None:
        return {}
    read: dict[str, dict[str, tuple[str, ...]]] = {}
    for purpose, datasets in _lines(written, ("columns",), document.faults):
        _listed(purpose, ("columns", purpose), document.value.get("purposes"), PURPOSES, document.faults)
        for dataset, meanings in _lines(datasets, ("columns", purpose), document.faults):
            place: Place = ("columns", purpose, dataset)
            _listed(dataset, place, document.value.get("datasets"), (), document.faults)
            read.setdefault(purpose, {})[dataset] = _meanings(meanings, place, document.faults)
    return read


def check_level(agreement: Agreement, known: Mapping[str, Agreement], faults: Faults) -> None:
    """Keeps a fault for everything in which a level exceeds or outlives the one above it."""
    if not agreement.under:
        if agreement.level == "licence":
            what = say("A licence stands under an agreement, and this one names none.")
            faults.add(("level",), what, say("Add a line `under: <name of the agreement>`."))
        return
    above = known.get(agreement.under)
    if above is None:
        what = say("There is no agreement named `{name}`.", name=agreement.under)
        faults.add(("under",), what, choose_from(agreement.under, list(known)))
        return
    if LEVELS.index(above.level) != LEVELS.index(agreement.level) - 1:
        what = say("A {level} cannot stand under a {above}.", level=agreement.level, above=above.level)
        faults.add(("under",), what, say("A licence stands under an agreement, an agreement under a memorandum."))
        return
    _days_within(agreement, above, faults)
    _lists_within(agreement, above, faults)
    _columns_within(agreement, above, faults)


def _days_within(agreement: Agreement, above: Agreement, faults: Faults) -> None:
    cure = say("Keep within {begins} to {ends}, the days of `{name}`.", begins=above.begins.isoformat(),
               ends=above.ends.isoformat(), name=above.agreement_id)  # fmt: skip
    if agreement.begins < above.begins:
        faults.add(("begins",), say("It begins before the one it stands under."), cure)
    if agreement.ends > above.ends:
        faults.add(("ends",), say("It outlives the one it stands under."), cure)
    if _last_day(agreement) > _last_day(above):
        what = say("Its data may be kept for longer than those of the one it stands under.")
        faults.add(("retention_days",), what, say("Write at most {days} days.", days=above.retention_days))


def _last_day(agreement: Agreement) -> int:
    return min(agreement.ends, date(9000, 1, 1)).toordinal() + agreement.retention_days


def _lists_within(agreement: Agreement, above: Agreement, faults: Faults) -> None:
    for key, own, allowed in (
        ("parties", agreement.parties, above.parties),
        ("datasets", agreement.datasets, above.datasets),
        ("purposes", agreement.purposes, above.purposes),
    ):
        for at, value in enumerate(own):
            if value not in allowed:
                what = say("`{value}` is not in `{name}`, which it stands under.", value=value, name=above.agreement_id)
                faults.add((key, at), what, choose_from(value, allowed))
    if agreement.sensitive_basis and not above.sensitive_basis:
        what = say("It opens sensitive data, and `{name}`, which it stands under, does not.", name=above.agreement_id)
        faults.add(("sensitive_basis",), what, say("Remove the line, or have the level above name its ground."))


def _columns_within(agreement: Agreement, above: Agreement, faults: Faults) -> None:
    for purpose in agreement.purposes:
        for dataset, allowed in above.columns.get(purpose, {}).items():
            if dataset not in agreement.datasets:
                continue
            own = agreement.columns.get(purpose, {}).get(dataset)
            if own is None:
                what = say("For `{purpose}` it opens all of `{dataset}`; `{name}`, which it stands under, does not.",
                           purpose=purpose, dataset=dataset, name=above.agreement_id)  # fmt: skip
                faults.add(("columns", purpose, dataset), what, _list_them(allowed))
                continue
            for at, meaning in enumerate(own):
                if meaning not in allowed:
                    what = say(
                        "`{value}` is not in `{name}`, which it stands under.", value=meaning, name=above.agreement_id
                    )
                    faults.add(("columns", purpose, dataset, at), what, choose_from(meaning, allowed))


def _list_them(allowed: Sequence[str]) -> Words:
    return say("List the columns: {columns}.", columns=", ".join(allowed) or "[]")


def _lines(value: Value, place: Place, faults: Faults) -> list[tuple[str, Value]]:
    if isinstance(value, dict):
        return list(value.items())
    faults.add(place, say("This must hold `name: value` lines."), say("Write purpose, dataset and a list of columns."))
    return []


def _listed(
    name: str, place: Place, listed: Value, known: Sequence[str] | Mapping[str, object], faults: Faults
) -> None:
    choices = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    if name not in choices:
        what = say("`{value}` is not listed in this agreement.", value=name)
        faults.add(place, what, choose_from(name, choices or list(known)))


def _meanings(value: Value, place: Place, faults: Faults) -> tuple[str, ...]:
    if not isinstance(value, list):
        faults.add(place, say("This must be a list."), say("Write every entry on a line of its own, after `- `."))
        return ()
    words = [str(meaning) for meaning in Meaning]
    for at, meaning in enumerate(value):
        if meaning not in words:
            what = say("`{value}` is not known here.", value=meaning)
            faults.add((*place, at), what, choose_from(str(meaning), words))
    return tuple(str(meaning) for meaning in value if meaning in words)
