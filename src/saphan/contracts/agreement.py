"""Which data may be used, for what, and until when? Agreements, one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

from saphan.access.purposes import PURPOSES
from saphan.access.standing import LEVELS
from saphan.contracts.columns import WORD
from saphan.contracts.document import Document, open_document
from saphan.contracts.faults import BadContract, Fault, choose_from
from saphan.contracts.levels import check_level, read_columns
from saphan.contracts.load import existing, yaml_files
from saphan.contracts.model import Agreement, Level
from saphan.words import say

# PDPA B.E. 2562: the grounds of section 24, and of section 26 for sensitive data
LEGAL_BASES = ("24(1)", "24(2)", "24(3)", "24(4)", "24(5)", "24(6)")
SENSITIVE_BASES = ("26(1)", "26(2)", "26(3)", "26(4)", "26(5)")
_NEEDED = ("agreement", "title", "parties", "datasets", "purposes", "legal_basis", "signatories", "begins", "ends")
_KEYS = (
    *_NEEDED, "sensitive_basis", "level", "under", "status", "columns", "retention_days", "destruction",
)  # fmt: skip
_STATUSES = ("draft", "signed")
_LONGEST_RETENTION = 36_500  # days
_LAST_YEAR = 2400  # a later year is one of the Buddhist Era, written by habit


def load_agreement(path: Path, *, purposes: Sequence[str] = tuple(PURPOSES)) -> Agreement:
    """The agreement that the file holds; its purposes come from the closed list.

    Raises:
        BadContract: names every fault with its line and what to do.
        NoContracts: there is no such file.
    """
    agreement, document = _read(path, purposes)
    document.faults.raise_any()
    return agreement


def _read(path: Path, purposes: Sequence[str]) -> tuple[Agreement, Document]:
    document = open_document(existing(path))
    _keys(document)
    begins, ends = _day(document, "begins"), _day(document, "ends")
    if begins > ends:
        document.faults.add(("ends",), say("The agreement ends before it begins."), say("Correct one of the two days."))
    agreement = Agreement(
        agreement_id=_text(document, "agreement"),
        title=_title(document),
        parties=_texts(document, "parties"),
        datasets=_texts(document, "datasets"),
        purposes=_texts(document, "purposes", purposes),
        legal_basis=_basis(document, "legal_basis", LEGAL_BASES),
        sensitive_basis=_basis(document, "sensitive_basis", ("", *SENSITIVE_BASES)),
        signatories=_texts(document, "signatories"),
        begins=begins,
        ends=ends,
        level=cast("Level", _one_of(document, "level", LEVELS, "agreement")),
        under=_text(document, "under"),
        is_signed=_one_of(document, "status", _STATUSES, "signed") == "signed",
        columns=read_columns(document),
        retention_days=_retention(document),
        destruction=_text(document, "destruction"),
        source=str(path),
    )
    _datasets_are_words(document, agreement)
    return agreement, document


def load_agreements(directory: Path) -> dict[str, Agreement]:
    """All agreements of a directory by their id.

    Raises:
        BadContract: names every fault of every file.
        NoContracts: there is no such directory.
    """
    agreements: dict[str, Agreement] = {}
    faults: list[Fault] = []
    read: list[tuple[Agreement, Document]] = []
    for path in yaml_files(directory):
        try:
            agreement, document = _read(path, tuple(PURPOSES))
        except BadContract as bad:
            faults += bad.faults
            continue
        read.append((agreement, document))
        first = agreements.setdefault(agreement.agreement_id, agreement)
        if first is not agreement:
            what = say(
                "The agreement `{name}` is written in {other} too.", name=agreement.agreement_id, other=first.source
            )
            cure = say("Give one of them another name, or remove it.")
            faults.append(Fault(file=path, line=1, at="agreement", what=what, cure=cure))
    for agreement, document in read:
        check_level(agreement, agreements, document.faults)
    faults += [fault for _, document in read for fault in document.faults.found]
    if faults:
        raise BadContract(faults)
    return dict(sorted(agreements.items()))


def _keys(document: Document) -> None:
    for key in document.value:
        if key not in _KEYS:
            document.faults.add((key,), say("`{key}` is not a key of an agreement.", key=key), choose_from(key, _KEYS))
    for key in _NEEDED:
        if document.value.get(key) in (None, "", [], {}):
            cure = say("Add a line `{key}: ...` at the top level.", key=key)
            document.faults.add((key,), say("`{key}` is missing.", key=key), cure)


def _text(document: Document, key: str) -> str:
    value = document.value.get(key)
    if isinstance(value, str):
        return value
    if value is not None:
        cure = say("Correct the value; put text that looks like a number in quotes.")
        document.faults.add((key,), say("This must be text."), cure)
    return ""


def _texts(document: Document, key: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    values = document.value.get(key)
    if values is None:
        return ()
    if not isinstance(values, list):
        document.faults.add(
            (key,), say("This must be a list."), say("Write every entry on a line of its own, after `- `.")
        )
        return ()
    texts = []
    for at, value in enumerate(values):
        if not isinstance(value, str) or not value.strip():
            cure = say("Correct the value; put text that looks like a number in quotes.")
            document.faults.add((key, at), say("This must be text."), cure)
        elif value in texts:
            document.faults.add((key, at), say("`{name}` is listed twice.", name=value), say("Keep one of them."))
        elif known and value not in known:
            document.faults.add((key, at), say("`{value}` is not known here.", value=value), choose_from(value, known))
        else:
            texts.append(value)
    return tuple(texts)


def _title(document: Document) -> Mapping[str, str]:
    title = document.value.get("title")
    texts = {name: text for name, text in title.items() if isinstance(text, str)} if isinstance(title, dict) else {}
    if title is not None and (not isinstance(title, dict) or set(texts) != {"th", "en"} or len(title) != len(texts)):
        document.faults.add(("title",), say("The title must have a `th` and an `en` text."), say("Write both."))
    return texts


def _one_of(document: Document, key: str, known: Sequence[str], otherwise: str) -> str:
    value = _text(document, key) or otherwise
    if value not in known:
        document.faults.add((key,), say("`{value}` is not known here.", value=value), choose_from(value, known))
        return otherwise
    return value


def _retention(document: Document) -> int:
    days = document.value.get("retention_days", 0)
    if isinstance(days, int) and not isinstance(days, bool) and 0 <= days <= _LONGEST_RETENTION:
        return days
    document.faults.add(
        ("retention_days",),
        say("The days of retention must be a whole number from 0 to {most}.", most=_LONGEST_RETENTION),
        say("Write for how many days after the last day of the agreement the data may still be kept."),
    )
    return 0


def _basis(document: Document, key: str, known: Sequence[str]) -> str:
    value = _text(document, key)
    if key in document.value and value not in known:
        what = say("`{value}` is not a ground of the Personal Data Protection Act.", value=value)
        document.faults.add((key,), what, choose_from(value, [basis for basis in known if basis]))
    return value


def _day(document: Document, key: str) -> date:
    text = _text(document, key)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        if text:
            cure = say("Write it as year-month-day of the Common Era: 2027-09-30.")
            document.faults.add((key,), say("This is not a day."), cure)
        return date.min if key == "begins" else date.max
    if day.year >= _LAST_YEAR:
        what = say("The year is one of the Buddhist Era.")
        document.faults.add((key,), what, say("Take 543 from it: {year}.", year=day.year - 543))
    return day


def _datasets_are_words(document: Document, agreement: Agreement) -> None:
    for at, dataset in enumerate(agreement.datasets):
        if not WORD.fullmatch(dataset):
            what = say("A dataset's name has only small letters a-z, digits and `_`, and begins with a letter.")
            document.faults.add(("datasets", at), what, say("Write the name as in its contract."))
