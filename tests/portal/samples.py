"""Make-believe answers of the services: every state a page has to draw, before any release exists."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import saphan.services
from saphan.journal import Anchor
from saphan.services.counts import AreaCount, CrossTable, Overview
from saphan.services.deliveries import DeliverySummary, Reason
from saphan.services.families import Family, Help, Member
from saphan.services.journal import JournalLine, Verified
from saphan.services.lessons import Graded, Lesson, Mark, Question
from saphan.services.public import PublicPage, Use
from saphan.services.publications import Publication
from saphan.services.worklists import Recorded, Task, WorklistPage
from saphan.words import Words

DAY = date(2026, 11, 22)
RELEASE = "2026-11-22-8c1f"
GRID = Path(saphan.services.__file__).parent / "thai_tilegrid.csv"
OUTCOMES = (("reached", 41), ("refused", 8), ("ineligible", 12), ("moved", None), ("not_found", None))
DISTRICTS = (
    ("5601", "เมืองพะเยา", "Mueang Phayao", 1204, 131),
    ("5603", "เชียงคำ", "Chiang Kham", 803, 74),
    ("5605", "ดอกคำใต้", "Dok Kham Tai", 760, 58),
    ("5606", "ปง", "Pong", 412, 29),
    ("5604", "เชียงม่วน", "Chiang Muan", 118, None),
    ("5602", "จุน", "Chun", 402, 20),
)


def provinces_overview() -> Overview:
    """Four provinces with data, one of them protected."""
    known = {"56": (3699, 312), "50": (9120, 2020), "57": (7300, 510), "55": (90, None)}
    with GRID.open(encoding="utf-8") as opened:
        areas = tuple(
            AreaCount(
                row["tis1099"],
                row["name_th"],
                row["name_en"],
                *known.get(row["tis1099"], (None, None)),
                row["tis1099"] in known,
                (int(row["row"]), int(row["col"])),
                row["abbr_th"],
                row["abbr_en"],
            )
            for row in csv.DictReader(opened)
        )
    return _overview(areas, 20209, 2842)


def districts_overview() -> Overview:
    """Phayao's districts, one protected."""
    areas = tuple(AreaCount(code, th, en, owed, missing, True) for code, th, en, owed, missing in DISTRICTS)
    return _overview(areas, 3699, 312, "พะเยา", "Phayao")


def _overview(areas: tuple[AreaCount, ...], owed: int, missing: int, th: str = "", en: str = "") -> Overview:
    names = ("เบี้ยยังชีพผู้สูงอายุ", "old-age allowance")
    return Overview("old_age_allowance", *names, DAY, RELEASE, False, owed, missing, OUTCOMES, areas, th, en)


def by_age() -> CrossTable:
    """District by age group, with protected cells."""
    rows = tuple(code for code, *_ in DISTRICTS)
    names = tuple((th, en) for _, th, en, *_ in DISTRICTS)
    cells = ((60, 41, 20, 10, 131), (39, 20, 15, None, None), (30, 18, 10, None, None), (None,) * 5, (None,) * 5, (12, None, None, None, 20))
    return CrossTable("old_age_gap_by_age", rows, names, ("60-69", "70-79", "80-89", "90+", "_T"), cells)


def worklist() -> WorklistPage:
    """A page of three people, one of each doubt."""
    people = (
        ("p1", "นางบัวผัน ใจคำ", 67, "sure", "newly_eligible", Decimal(600), "open", None),
        ("p2", "นายสมบูรณ์ วงศ์ใหญ่", 83, "probable", "number_unclear", Decimal(800), "open", None),
        ("p3", "นางแสงหล้า ศรีวิชัย ณ เชียงม่วน", None, "cannot_tell", "no_birth_date", None, "not_found", date(2026, 11, 9)),
    )
    tasks = tuple(
        Task(key, name, age, "ต.แม่ต๋ำ อ.เมืองพะเยา", "Mae Tam, Mueang Phayao", doubt, reason, baht, outcome, on)
        for key, name, age, doubt, reason, baht, outcome, on in people
    )
    places = tuple((code, th, en) for code, th, en, *_ in DISTRICTS)
    return WorklistPage(tasks, 312, 1, 13, RELEASE, places)


def family() -> Family:
    """A couple and a grandchild: one misses, one receives, one is too young."""
    cited = ("ระเบียบกระทรวงมหาดไทยว่าด้วยหลักเกณฑ์การจ่ายเงินเบี้ยยังชีพผู้สูงอายุ พ.ศ. 2566", "Interior Ministry rule on the old-age allowance, B.E. 2566")
    sources = (("ทะเบียนราษฎร", "Civil registration", date(2026, 11, 1)), ("เบี้ยยังชีพผู้สูงอายุ", "Old-age allowance", date(2026, 11, 5)))

    def help_of(state: str, reason: str, baht: int | None, doubt: str = "sure", outcome: str = "open") -> Help:
        amount = None if baht is None else Decimal(baht)
        return Help("old_age_allowance", state, doubt, reason, amount, outcome, None, "old_age_2566", *cited)

    return Family(
        "p1",
        "h1",
        "45/2",
        "ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา",
        "Mae Tam, Mueang Phayao, Phayao",
        (
            Member("p1", "นางบัวผัน ใจคำ", "f", 67, date(1959, 3, 14), "day", False, True, (help_of("missing", "newly_eligible", 600),), sources, False),
            Member("p4", "นายคำปัน ใจคำ", "m", 72, date(1954, 1, 1), "year", False, False, (help_of("receiving", "receiving", 700),), sources[:1], True),
            Member("p5", "เด็กหญิงปิ่นมณี ใจคำ", "f", 4, date(2022, 6, 2), "day", False, True, (help_of("not_eligible", "too_young", None),), sources[:1], False),
        ),
        RELEASE,
    )


def deliveries() -> list[DeliverySummary]:
    """One delivery with waiting rows, one clean."""
    reasons = (
        Reason("citizen_id_checksum", Words("The citizen number's check digit is wrong."), "quarantine", 21),
        Reason("era_mixed", Words("The year looks like the Common Era."), "warn", 4),
    )
    return [
        DeliverySummary("d-0003", "old_age_allowance", Words("Old-age allowance payments"), "dla", DAY, 3400, 3371, 25, 4, reasons),
        DeliverySummary("d-0001", "civil_registration", Words("Civil registration"), "dopa", DAY, 15000, 15000, 0, 0, ()),
    ]


def publications(folder: Path) -> list[Publication]:
    """One table, its two files in `folder`."""
    sdmx, record = folder / "old_age_gap.csv", folder / "old_age_gap.json"
    sdmx.write_text("STRUCTURE,STRUCTURE_ID\n", "utf-8")
    record.write_text("{}\n", "utf-8")
    return [Publication("old_age_gap", "ผู้มีสิทธิที่ยังไม่ได้รับเบี้ยยังชีพ แยกตามอำเภอ", "People missing the allowance, by district", 30, 9, sdmx, record)]


def lesson(*, passed: bool = False) -> Lesson:
    """A question with choices and one that asks for a number."""
    questions = (
        Question("q1", Words("Which cell must be protected?"), (("a", Words("12")), ("b", Words("3")))),
        Question("q2", Words("How many must be protected besides?"), ()),
    )
    paragraphs = (Words("A small number can point at one person."), Words("If the total is known, one hidden cell is no secret."))
    table = (("อำเภอ", "60-69", "70-79", "รวม"), ("ปง", "12", "3", "15"), ("จุน", "20", "8", "28"))
    return Lesson("small_numbers", Words("Reading small numbers"), paragraphs, table, questions, "request_release", passed)


def graded() -> Graded:
    """One right, one missed."""
    return Graded(False, (Mark("q1", True, Words("Three people can be recognised.")), Mark("q2", False, Words("Look at the totals."))))


def journal() -> list[JournalLine]:
    """Two entries."""
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    return [
        JournalLine(2, at, "user:demo", "casework", "family.opened", ("p1",), (("release", RELEASE),), True),
        JournalLine(1, at, "os:operator", "link_records", "build.published", (), (("release", RELEASE),), True),
    ]


def verified() -> Verified:
    """A chain that holds."""
    return Verified(2, Anchor(2, "ab" * 32), None)


def public_page() -> PublicPage:
    """Two uses, one of them out of force."""
    columns = (Words("citizen number"), Words("name"), Words("birth date"))
    purposes = (Words("Find who is missing help they are owed"), Words("Visit people and offer them help"))
    first = Use("civil_registration", Words("Civil registration"), "dopa", columns, purposes, "MOU-2569-01", date(2026, 1, 1), date(2027, 12, 31), True, DAY, 15000)
    second = Use("state_welfare_card", Words("State welfare card"), "mof", columns, purposes, "MOU-2568-07", date(2025, 1, 1), date(2026, 9, 30), False, None, 0)
    return PublicPage((first, second), 3, 128, 312, OUTCOMES, "dpo@example.go.th")


def recorded() -> Recorded:
    """An outcome written down."""
    return Recorded("p1", "old_age_allowance", "reached", DAY)
