"""A column read at once says what its reader says of each text alone, part for part."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Field
from saphan.ingest.normalise.columns import Column
from saphan.ingest.normalise.readers import reader_of
from saphan.tables import Kind

DAY = date(2026, 11, 22)
PLACES = ("subdistrict_name", "district_name", "province_name")
MEANINGS = [meaning for meaning in Meaning if meaning.value not in PLACES]
YEARS = (1899, 1900, 2000, 2024, 2030, 2399, 2400, 2483, 2484, 2543, 2599, 2600)
FORMS = (
    "{d:02d}/{m:02d}/{y}", "{d:02d}-{m:02d}-{y}", "{y}-{m:02d}-{d:02d}", "{y}{m:02d}{d:02d}", "{d}/{m}/{y}",
    "{d:02d}/{m:02d}-{y}", "{y}/{m:02d}/{d:02d}", "29/02/{y}", "{d:02d}.{m:02d}.{y}",
)  # fmt: skip
NAMES = st.text("กขนยพรสมวาำิีุู์่้ั็เแโใไะ ฺํ๐๑aB-.\u200b", max_size=12)
DATES = st.builds(
    lambda d, m, y, form: form.format(d=d, m=m, y=y),
    st.integers(0, 32), st.integers(0, 13), st.sampled_from(YEARS), st.sampled_from(FORMS),
)  # fmt: skip
DIGITS = st.one_of(
    st.from_regex(r"\A[0-9]{8,14}\Z"), st.from_regex(r"\A-?[0-9]{1,12}(\.[0-9]{1,5})?\Z"), st.sampled_from(
        ("0" * 13, "1101700207366", "00000", "0", "0.0", "007", "1.", "๑๒๓", "1,200", "12/3", "๑๒/๓", "0812345678",
         "081234567", "/"))
)  # fmt: skip
WORDS = st.sampled_from(
    ("-", "ไม่มี", "NULL", "n/a", "N/A", "นาย", "นางสาวมาลี", "นางน้อย", "พระพาย", "น.ส.ดี", "ชาย", "1", "2",
     "male", "560101",
     "56", "5601", "ใช่",
     "Mrs Bee", "Mrinal", "ดร.ใจ", "ว่าที่", "สิบเอก", "อารี", "ส.ต.ท.ดี", "น้ำ", "ศักดิ์", "", " ", " ก"),
)  # fmt: skip
TEXTS = st.lists(st.one_of(NAMES, DATES, DIGITS, WORDS, st.text(max_size=6)), max_size=30)


@pytest.mark.parametrize("meaning", [*MEANINGS, None], ids=str)
@pytest.mark.parametrize("pattern", ["", "yyyymmdd"])
@settings(deadline=None, max_examples=40)
@given(texts=TEXTS)
def test_a_column_says_what_its_texts_say(meaning: Meaning | None, pattern: str, texts: list[str]) -> None:
    column = Field(name="x", description={}, meaning=meaning, pattern=pattern)
    reader = reader_of(column, DAY)
    texts = [text for text in texts if text.isprintable() or not text]
    answers = Column(column, reader).read(pa.array(texts, pa.string()))
    found = {
        name: (answer.dictionary_decode() if pa.types.is_dictionary(answer.type) else answer).to_pylist()
        for name, answer in answers.items()
    }
    for at, text in enumerate(texts):
        value, taken, value_class, rule, *parts = reader.read(text)
        said = {"value": value, "class": value_class, "rule": rule}
        said |= dict(zip((name for name, _ in reader.parts), parts, strict=True))
        if rule and reader.kind is Kind.REAL:
            said["taken"] = taken
        wanted = said if text else {"value": None, "class": "empty", "rule": ""}
        assert {name: found[name][at] for name in wanted} == wanted, ascii(text)
