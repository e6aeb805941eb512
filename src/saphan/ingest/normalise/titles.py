"""Which title stands before a name, and what does it say about the sex?

Ranks combine, so they are read by a grammar and not from a list of all combinations:

    [ว่าที่] RANK [พิเศษ] [หญิง] [royal] [academic or profession]
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saphan.ingest.normalise.text import Taken, clean, rules

# form as kept: the sex it says, and the ways it is written
_CIVIL: dict[str, tuple[str | None, tuple[str, ...]]] = {
    "นาย": ("m", ("นาย",)),
    "นาง": ("f", ("นาง",)),
    "นางสาว": ("f", ("นางสาว", "น.ส.", "นส.")),
    "เด็กชาย": ("m", ("เด็กชาย", "ด.ช.", "ดช.")),
    "เด็กหญิง": ("f", ("เด็กหญิง", "ด.ญ.", "ดญ.")),
    "คุณ": (None, ("คุณ",)),
    "Mr.": ("m", ("Mr.", "Mr", "Mister")),
    "Mrs.": ("f", ("Mrs.", "Mrs")),
    "Miss": ("f", ("Miss",)),
    "Ms.": ("f", ("Ms.", "Ms")),
    "Master": ("m", ("Master",)),
    "แม่ชี": ("f", ("แม่ชี",)),
    "ซิสเตอร์": ("f", ("ซิสเตอร์",)),
    "บาทหลวง": ("m", ("บาทหลวง",)),
    "สามเณร": ("m", ("สามเณร", "ส.ณ.")),
    "นายแพทย์": ("m", ("นายแพทย์", "น.พ.", "นพ.")),
    "แพทย์หญิง": ("f", ("แพทย์หญิง", "พ.ญ.", "พญ.")),
    "ทันตแพทย์": (None, ("ทันตแพทย์", "ท.พ.", "ทพ.")),
    "ทันตแพทย์หญิง": ("f", ("ทันตแพทย์หญิง", "ท.ญ.", "ทพญ.")),
    "เภสัชกร": (None, ("เภสัชกร", "ภก.")),
    "เภสัชกรหญิง": ("f", ("เภสัชกรหญิง", "ภญ.")),
    "สัตวแพทย์": (None, ("สัตวแพทย์", "สพ.")),
    "สัตวแพทย์หญิง": ("f", ("สัตวแพทย์หญิง", "สพญ.")),
    "ท่านผู้หญิง": ("f", ("ท่านผู้หญิง",)),
    "คุณหญิง": ("f", ("คุณหญิง",)),
    "หม่อม": (None, ("หม่อม",)),
    "ครู": (None, ("ครู",)),
    "อาจารย์": (None, ("อาจารย์", "อ.")),
    "ท้าว": (None, ("ท้าว",)),
    "ขุน": ("m", ("ขุน",)),
    "หลวง": ("m", ("หลวง",)),
    "พระยา": ("m", ("พระยา",)),
    "พลทหาร": ("m", ("พลทหาร", "พลฯ")),
    "จอมพล": ("m", ("จอมพล",)),
    "ดาบตำรวจ": (None, ("ดาบตำรวจ", "ด.ต.")),
    "นายดาบตำรวจ": (None, ("นายดาบตำรวจ",)),
    "พลตำรวจ": (None, ("พลตำรวจ",)),
    "อาสาสมัครทหารพราน": (None, ("อาสาสมัครทหารพราน", "อส.")),
    "นักเรียนนายเรืออากาศ": (None, ("นักเรียนนายเรืออากาศ",)),
    "นักเรียนจ่าอากาศ": (None, ("นักเรียนจ่าอากาศ",)),
    **{monk: ("m", (monk,)) for monk in (
        "พระ", "พระครู", "พระมหา", "พระสมุห์", "พระใบฎีกา", "พระครูปลัด", "พระครูใบฎีกา", "พระอธิการ", "เจ้าอธิการ",
    )},
}  # fmt: skip
# long and short stem of a rank that goes ตรี, โท, เอก
_STEMS = (
    ("จ่าสิบตำรวจ", ""), ("จ่าสิบ", "จ.ส."), ("สิบตำรวจ", "ส.ต."), ("สิบ", "ส."), ("ร้อยตำรวจ", "ร.ต."), ("ร้อย", "ร."),
    ("พันตำรวจ", "พ.ต."), ("พัน", "พ."), ("พลตำรวจ", "พล.ต."), ("พลอากาศ", "พล.อ."), ("พลเรือ", "พล.ร."), ("พล", "พล."),
    ("พันจ่าอากาศ", ""), ("จ่าอากาศ", ""), ("พันจ่า", "พ.จ."), ("จ่า", "จ."), ("เรืออากาศ", ""), ("เรือ", ""),
    ("นาวาอากาศ", ""), ("นาวา", "น."), ("นายกอง", "ก."),
)  # fmt: skip
_GRADES = (("ตรี", "ต."), ("โท", "ท."), ("เอก", "อ."))
_ROYAL = {"หม่อมเจ้า": "ม.จ.", "หม่อมราชวงศ์": "ม.ร.ว.", "หม่อมหลวง": "ม.ล."}
_LEARNED = ("ศ.", "รศ.", "ผศ.", "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", "ดร.", "ดอกเตอร์")
# words that are also names or beginnings of names (ขุนทอง, คุณากร, พลอย, จอมพล): a title only when they stand apart
# from a given AND a family name
_WEAK = frozenset({"คุณ", "ครู", "อ.", "ท้าว", "ขุน", "หลวง", "พระยา", "จอมพล", "หม่อม", "อาจารย์", "Master", "พระ"})
# in a column of given names only these are parted from what follows without a space: นางน้อย is a name there
_PLAIN = frozenset({"นาย", "นางสาว", "น.ส.", "เด็กชาย", "ด.ช.", "เด็กหญิง", "ด.ญ."})
_SEXES = {
    "m": frozenset({"m", "male", "ชาย", "ช", "เพศชาย", "1", "๑"}),
    "f": frozenset({"f", "female", "หญิง", "ญ", "เพศหญิง", "2", "๒"}),
}
_CONSONANT = re.compile("[\u0e01-\u0e2e]")
_CAN_BEGIN_A_WORD = re.compile("[\u0e01-\u0e2e\u0e40-\u0e44A-Za-z]")


@dataclass(frozen=True)
class Title:
    """A title as written before a name."""

    form: str  # นาย, นางสาว, ร.ต.อ.หญิง ...
    sex: str | None  # m, f, or None where the title does not say


def _ranks() -> list[str]:
    long = [stem + grade for stem, _ in _STEMS for grade, _ in _GRADES]
    short = [stem + grade for _, stem in _STEMS if stem for _, grade in _GRADES]
    return [*long, *short, "ส.ต.ต.", "จ.ส.ต.", "จ่าสิบตำรวจ", "นายกองใหญ่", "ก.ญ.", "น.ช.", "น.ญ."]


def _written(form: str) -> str:
    """A pattern of one form: spaces after its dots, and the last dot of several left out."""
    parts = [re.escape(part) for part in form.split(".")]
    last = r"\.?" if form.count(".") > 1 and form.endswith(".") else r"\." if form.endswith(".") else ""
    return r"\.\s*".join(parts[:-1]) + last if form.endswith(".") else r"\.\s*".join(parts)


def _any(forms: list[str]) -> str:
    return "|".join(_written(form) for form in sorted(forms, key=len, reverse=True))


_FORMS = {form: kept for kept, (_, forms) in _CIVIL.items() for form in forms}
_HEADS = [*_FORMS, *_ranks()]
_TAIL = [*_ROYAL, *_ROYAL.values(), *_LEARNED, "น.พ.", "นพ.", "พ.ญ.", "พญ.", "ท.พ.", "ทพ.", "ท.ญ.", "ภก.", "ภญ."]
_TITLE = re.compile(
    rf"(?P<acting>ว่าที่\s*)?(?:(?P<head>{_any(_HEADS)})(?P<special>\s*\(?พิเศษ\)?)?(?P<woman>\s*\(?หญิง\)?)?)?"
    rf"(?P<tail>(?:\s*(?:{_any(_TAIL)}))*)(?P<space>\s*)",
    re.IGNORECASE,
)
# what every title begins with, as patterns: a name that begins otherwise has none
BEGINNINGS = tuple(
    sorted({re.escape(form.partition(".")[0]) + (r"\." if "." in form else "") for form in (*_HEADS, *_TAIL, "ว่าที่")})
)
_BY_LETTERS = {form.replace(".", "").casefold(): kept for form, kept in _FORMS.items()}


def leading_title(name: str, *, is_full_name: bool) -> tuple[Title | None, str]:
    """The title `name` begins with, or None, and the rest of the name."""
    found = _TITLE.match(name)
    if found is None or not found.group().strip():
        return None, name
    rest = name[found.end() :]
    if not _ends_there(found, rest, is_full_name=is_full_name):
        return None, name
    return _title(found), rest


def read_title(text: str) -> Taken:
    """A title that stands in a column of its own, in the form it is kept in."""
    cleaned = clean(text)
    if cleaned.value is None:
        return cleaned
    found = _TITLE.fullmatch(cleaned.value)
    letters = _BY_LETTERS.get(cleaned.value.replace(".", "").replace(" ", "").casefold())
    form = _title(found).form if found else letters
    if form is None:
        return Taken(cleaned.value, cleaned.rule, "unknown_title")
    return Taken(form, rules(cleaned.rule, "title_form" if form != cleaned.value else ""))


def sex_of_title(form: str) -> str | None:
    """What a title in a column of its own says about the sex: m, f or None."""
    found = _TITLE.fullmatch(form)
    return _title(found).sex if found else None


def read_sex(text: str) -> Taken:
    """M or f. In the code lists of the Thai agencies 1 is male and 2 female."""
    cleaned = clean(text)
    if cleaned.value is None:
        return cleaned
    word = cleaned.value.casefold().strip(".")
    for sex, words in _SEXES.items():
        if word in words:
            return Taken(sex, "" if cleaned.value == sex else "sex_code")
    return Taken(None, value_class="unreadable")


def _ends_there(found: re.Match[str], rest: str, *, is_full_name: bool) -> bool:
    """Whether a name, and not more of the same word, follows the title."""
    is_bare = not found["tail"] and not found["acting"]
    head = (found["head"] or "").strip()
    if found["space"]:
        if head in _WEAK and is_bare:
            return is_full_name and " " in rest
        return bool(rest)
    if not _CAN_BEGIN_A_WORD.match(rest) or (head and head.isascii()):
        return False
    if head in _WEAK and is_bare:
        # monks are written in one word; พระพาย is a name, and its พาย does not begin with two consonants
        return head == "พระ" and is_full_name and bool(re.match(f"{_CONSONANT.pattern}{{2}}", rest))
    if not is_full_name and head not in _PLAIN and "." not in found.group():
        return False
    # counted over all that follows: คำ and มี are whole given names, and a family name comes after them
    return len(_CONSONANT.findall(rest)) >= 2


def _title(found: re.Match[str]) -> Title:
    written = re.sub(r"\s+", "", found["head"] or "")
    head = _BY_LETTERS.get(written.replace(".", "").casefold(), written) if written else ""
    tail = re.sub(r"\s+", "", found["tail"])
    woman = "หญิง" if found["woman"] else ""
    acting = "ว่าที่" if found["acting"] else ""
    special = "พิเศษ" if found["special"] else ""
    return Title(acting + head + special + woman + tail, _sex(head, woman, tail))


def _sex(head: str, woman: str, tail: str) -> str | None:
    if woman or any(form in tail for form in ("พ.ญ.", "พญ.", "ท.ญ.", "ภญ.")) or head == "น.ญ.":
        return "f"
    if head == "น.ช." or any(form in tail for form in ("น.พ.", "นพ.")):
        return "m"
    return _CIVIL[head][0] if head in _CIVIL else None
