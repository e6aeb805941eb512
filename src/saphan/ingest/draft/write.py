"""How is a drafted contract written, so that a steward reads it and edits on?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from saphan.contracts.meanings import DATE_MEANINGS, NUMBER_MEANINGS, Meaning
from saphan.ingest.draft.guess import Guess
from saphan.ingest.draft.look import Look
from saphan.words import Language, say

_UNSAFE = re.compile(r"[^\w\u0e31-\u0e4e*?. ()-]")
_UNPRINTED = re.compile("[\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_LONGEST = 80  # letters of a name in a pattern
_RULES: Mapping[Meaning, tuple[tuple[str, str], ...]] = {
    Meaning.CITIZEN_ID: (("citizen_id_readable", "quarantine"), ("citizen_id_checksum", "warn")),
    Meaning.GIVEN_NAME: (("name_has_letters", "quarantine"),),
    Meaning.FAMILY_NAME: (("name_has_letters", "quarantine"),),
    Meaning.BIRTH_DATE: (("date_readable", "quarantine"), ("birth_date_plausible", "warn")),
    Meaning.DEATH_DATE: (("date_readable", "warn"),),
    Meaning.BENEFIT_START: (("date_readable", "warn"),),
    Meaning.PAID_ON: (("date_readable", "warn"),),
    Meaning.SUBDISTRICT_CODE: (("area_code_known", "warn"),),
    Meaning.BENEFIT_AMOUNT: (("amount_not_negative", "quarantine"),),
}


def draft_contract(look: Look, guesses: Sequence[Guess], *, agency: str, language: Language) -> str:
    """The contract as YAML text, with the evidence of each guess as a comment above its column."""
    return "\n".join(_lines(look, guesses, agency, language)) + "\n"


def dataset_of(file_name: str) -> str:
    """A dataset's name, from the letters of a file's name."""
    words = re.findall(r"[a-z]+", Path(file_name).stem.lower())
    return "_".join(words)[:60] or "new_dataset"


def pattern_of(file_name: str) -> str:
    """The names under which the next files will come: what is a number today is another one then."""
    stem, ending = Path(file_name).stem, Path(file_name).suffix
    head = re.split(r"[\d๐-๙]", stem)[0]
    return _UNSAFE.sub("?", f"{(head or stem)[:_LONGEST]}*{ending}")  # a sign no pattern may hold stands for any


def _lines(look: Look, guesses: Sequence[Guess], agency: str, language: Language) -> Iterator[str]:
    dataset = dataset_of(look.file_name)
    yield "# " + say("A draft, made by looking at {rows} rows of {file}. Read every line; what is guessed says why.",
                     rows=f"{look.rows:,}", file=look.file_name).in_(language)  # fmt: skip
    yield from ("kind: DataContract", "apiVersion: v3.1.0", f"id: urn:saphan:contract:{dataset}", f"name: {dataset}")
    yield from ("version: 0.1.0", "status: draft", "domain: social_protection", f"tenant: {agency}", "description:")
    yield "  purpose: " + _text(
        say("Say in one sentence what these data are and what they were collected for.").in_("th")
    )
    yield from ("servers:", "  - server: delivery", "    type: local", f"    path: {_text(pattern_of(look.file_name))}")
    yield f"    format: {look.format}"
    how = list(_how_to_open(look))
    yield from ("    customProperties:", *how) if how else ()
    yield from ("schema:", f"  - name: {dataset}", "    logicalType: object", "    properties:")
    for guess in guesses:
        yield from _column(guess, look, language)
    yield from ("customProperties:", f"  - {{property: saphan.agency, value: {agency}}}")
    yield f"  - {{property: saphan.title.th, value: {_text(Path(look.file_name).stem)}}}"
    yield f"  - {{property: saphan.title.en, value: {_text(dataset.replace('_', ' '))}}}"
    yield "  - {property: saphan.trust, value: 50}"


def _how_to_open(look: Look) -> Iterator[str]:
    if look.format not in ("xlsx", "parquet"):
        yield f"      - {{property: saphan.encoding, value: {look.encoding}}}"
    if look.format == "csv":
        separator = "tab" if look.separator == "\t" else look.separator
        yield f"      - {{property: saphan.separator, value: {_text(separator)}}}"
    if look.format in ("csv", "xlsx", "fixed"):
        yield f"      - {{property: saphan.headerRow, value: {look.header_row}}}"
    if look.header_rows > 1:
        yield f"      - {{property: saphan.headerRows, value: {look.header_rows}}}"
    if look.sheet:
        yield f"      - {{property: saphan.sheet, value: {_text(look.sheet)}}}"


def _column(guess: Guess, look: Look, language: Language) -> Iterator[str]:
    meaning, name = guess.meaning, guess.column.name
    word = meaning.value if meaning else say("nothing known").in_(language)
    yield "      # " + say("{meaning}, because of: {why}", meaning=word,
                           why="; ".join(why.in_(language) for why in guess.why)).in_(language)  # fmt: skip
    yield f"      - name: {_text(name)}"
    yield f"        description: {_text(name)}"
    yield f"        logicalType: {_kind(guess)}"
    if guess.is_full and meaning is not None:
        yield "        required: true"
    if guess.is_key and meaning is Meaning.RECORD_KEY:
        yield "        unique: true"
    kind = "sensitive" if guess.is_sensitive else "personal" if guess.is_personal else "internal"
    yield f"        classification: {kind}"
    rules = _RULES.get(meaning, ()) if meaning else ()
    if rules:
        yield "        quality:"
    for check, severity in rules:
        yield f"          - {{type: custom, engine: saphan, implementation: {check}, severity: {severity}}}"
    extras = list(_extras(guess, look))
    if extras:
        yield "        customProperties:"
    for name, value in extras:
        yield f"          - {{property: {name}, value: {value}}}"


def _extras(guess: Guess, look: Look) -> Iterator[tuple[str, str]]:
    if guess.meaning:
        yield "saphan.meaning", guess.meaning.value
    if guess.meaning in DATE_MEANINGS:
        yield "saphan.era", guess.era
        yield "saphan.pattern", guess.pattern
    if look.format == "fixed":
        yield "saphan.start", str(guess.column.start)
        yield "saphan.width", str(guess.column.width)


def _kind(guess: Guess) -> str:
    if guess.meaning in DATE_MEANINGS:
        return "date"
    return "number" if guess.meaning in NUMBER_MEANINGS else "string"


def _text(value: str) -> str:
    # JSON's quotes are YAML's: whatever stands in a header stays text, what no text may hold by its number
    return _UNPRINTED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
