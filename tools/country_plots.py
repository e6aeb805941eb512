"""Draw what the make-believe country looks like: five pictures with Thai words and a page that shows them."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from html import escape
from pathlib import Path

import numpy as np

from saphan.contracts.load import load_contracts
from saphan.synth.country import CONTRACTS
from saphan.synth.deliveries import AGENCIES
from saphan.synth.listing import Listing
from saphan.synth.owed import child_grant, old_age
from saphan.synth.people import People
from saphan.synth.picture import Picture
from saphan.synth.places import places, published_people
from saphan.synth.population import draw_people
from saphan.synth.shares import Share, shares

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "make-believe-country.md"
AS_OF, SEED, PEOPLE = date(2026, 11, 22), 2569, 200_000
INK, SOFT, MEN, WOMEN, GRID = "#1f2933", "#52606d", "#2f6f9f", "#c2703d", "#d9dee3"
FONT = "'Noto Sans Thai', 'Sarabun', 'Leelawadee UI', Tahoma, sans-serif"


class Drawing:
    """One picture: a title, marks, words."""

    def __init__(self, title: str, width: int, height: int) -> None:
        self.width, self.height, self.marks = width, height, [f"<title>{escape(title)}</title>"]
        self.words(16, 28, title, size=17, weight="bold")

    def words(  # how a word looks
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: int = 13,
        anchor: str = "start",
        fill: str = INK,
        weight: str = "normal",
    ) -> None:
        """A word at a place."""
        self.marks.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{fill}"'
            f' font-weight="{weight}">{escape(text)}</text>'
        )

    def bar(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled box."""
        self.marks.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>')

    def line(self, points: list[tuple[float, float]], stroke: str, *, thick: float = 1) -> None:
        """A line through points."""
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.marks.append(f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{thick}"/>')

    def text(self) -> str:
        """The picture as SVG."""
        body = "\n".join(self.marks)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" width="{self.width}"'
            f' height="{self.height}" role="img" font-family="{FONT}">\n'
            f'<rect width="100%" height="100%" fill="#ffffff"/>\n{body}\n</svg>\n'
        )


def age_pyramid(people: People) -> Drawing:
    """Men to the left, women to the right, five years a bar."""
    out = Drawing("พีระมิดประชากรสมมติ (ร้อยละของทั้งหมด)", 640, 500)
    group = np.minimum(people.age // 5, 18)
    share = [np.bincount(group[people.is_woman == woman], minlength=19) * 100 / len(people) for woman in (False, True)]
    scale = 230 / 5
    for at in range(1, 5):
        for side in (-1, 1):
            x = 320 + side * (28 + at * scale)
            out.line([(x, 60), (x, 446)], GRID)
            out.words(x, 462, str(at), size=12, anchor="middle", fill=SOFT)
    for at in range(19):
        y, label = 426 - at * 20, f"{at * 5}–{at * 5 + 4}" if at < 18 else "90+"
        out.bar(292 - share[0][at] * scale, y, share[0][at] * scale, 17, MEN)
        out.bar(348, y, share[1][at] * scale, 17, WOMEN)
        out.words(320, y + 13, label, size=12, anchor="middle")
    out.words(60, 54, "ชาย", fill=MEN, weight="bold")
    out.words(580, 54, "หญิง", anchor="end", fill=WOMEN, weight="bold")
    old = (people.age >= 60).mean() * 100
    out.words(16, 486, f"อายุ 60 ปีขึ้นไปร้อยละ {old:.1f} (สำรวจผู้สูงอายุ 2567: ร้อยละ 20.0)", fill=SOFT)
    return out


def household_sizes(people: People) -> Drawing:
    """How many live together."""
    out = Drawing("ขนาดครัวเรือนสมมติ (ร้อยละของครัวเรือน)", 640, 330)
    sizes = np.bincount(np.bincount(people.members.household), minlength=8)[1:8]
    share = sizes * 100 / sizes.sum()
    for at, percent in enumerate(share.tolist()):
        x, height = 50 + at * 80, percent * 6
        out.bar(x, 260 - height, 56, height, MEN)
        out.words(x + 28, 252 - height, f"{percent:.1f}", anchor="middle")
        out.words(x + 28, 280, f"{at + 1} คน", anchor="middle", fill=SOFT)
    mean = len(people) / people.members.households
    out.words(16, 314, f"เฉลี่ย {mean:.2f} คนต่อครัวเรือน (SES 2562: 2.7)", fill=SOFT)
    return out


def name_frequencies(people: People) -> Drawing:
    """Share of each name by rank, both on scales of tens."""
    out = Drawing("ความถี่ของชื่อสมมติ (ร้อยละของคน ตามลำดับชื่อ)", 640, 400)

    def place(rank: int, percent: float) -> tuple[float, float]:
        return 80 + np.log10(rank) * 125, 70 + (0 - np.log10(percent)) * 90

    for power in range(5):
        x = place(10**power, 1)[0]
        out.line([(x, 70), (x, 340)], GRID)
        out.words(x, 358, f"{10**power:,}", size=12, anchor="middle", fill=SOFT)
    for percent in (1, 0.1, 0.01, 0.001):
        y = place(1, percent)[1]
        out.line([(80, y), (600, y)], GRID)
        out.words(72, y + 4, f"{percent:g}", size=12, anchor="end", fill=SOFT)
    for names, colour, label, y in (
        (people.given_name, MEN, "ชื่อตัว", 96),
        (people.family_name, WOMEN, "ชื่อสกุล", 118),
    ):
        counts = sorted(Counter(names.tolist()).values(), reverse=True)
        ranks = sorted({int(10 ** (at / 20)) for at in range(100)} & set(range(1, len(counts) + 1)))
        out.line([place(rank, counts[rank - 1] * 100 / len(people)) for rank in ranks], colour, thick=2.5)
        top = counts[0] * 100 / len(people)
        out.words(
            600, y, f"{label}: {len(counts):,} ชื่อ มากที่สุดร้อยละ {top:.2f}", anchor="end", fill=colour, weight="bold"
        )
    out.words(340, 384, "ลำดับของชื่อ (ทะเบียนราษฎร 2554: ชื่อที่พบมากที่สุดร้อยละ 0.37)", anchor="middle", fill=SOFT)
    return out


def wrong(listed: Listing, people: People) -> tuple[float, float, float]:
    """Of an agency's rows: number missing, number other than the true one, given name other than the true one."""
    about = np.flatnonzero(listed.person >= 0)
    who = listed.person[about]
    number = next(cells for header, cells in listed.columns.items() if header in NUMBERS)[about]
    name = next(cells for header, cells in listed.columns.items() if header in NAMES)[about]
    has = people.citizen_id[who] != ""
    missing = has & (number == "")
    other = has & (number != "") & (number != people.citizen_id[who])
    mangled = [true not in cell for true, cell in zip(people.given_name[who].tolist(), name.tolist(), strict=True)]
    return missing.mean() * 100, other.mean() * 100, float(np.mean(mangled)) * 100


NUMBERS = ("เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "เลขประจำตัวประชาชนเด็ก", "citizen_id", "เลขประจำตัวนักเรียน", "เลขบัตร")
NAMES = ("ชื่อตัว", "ชื่อ-นามสกุล", "ชื่อเด็ก", "ชื่อ", "first_name", "ชื่อผู้ประสบปัญหา")


def error_rates(listings: dict[str, Listing], titles: dict[str, str], people: People) -> Drawing:
    """Three bars an agency, counted against the truth."""
    out = Drawing("ข้อมูลที่ผิดในแฟ้มของแต่ละหน่วยงาน (ร้อยละของแถว นับเทียบกับความจริง)", 760, 90 + 62 * len(listings))
    kinds = (("ไม่มีเลขประจำตัว", SOFT), ("เลขประจำตัวผิด", MEN), ("ชื่อผิด", WOMEN))
    for at, (label, colour) in enumerate(kinds):
        out.bar(16 + at * 170, 44, 12, 12, colour)
        out.words(34 + at * 170, 55, label)
    for row, (dataset, listed) in enumerate(listings.items()):
        y = 76 + row * 62
        out.words(260, y + 28, titles[dataset], anchor="end")
        for at, (percent, (_, colour)) in enumerate(zip(wrong(listed, people), kinds, strict=True)):
            out.bar(270, y + at * 16, max(percent * 14, 0.5), 12, colour)
            out.words(276 + percent * 14, y + 10 + at * 16, f"{percent:.1f}", size=11)
    return out


def overlap(listings: dict[str, Listing], titles: dict[str, str]) -> Drawing:
    """Of the people in the row's file, how many stand in the column's."""
    out = Drawing("คนในแฟ้มหนึ่งพบในอีกแฟ้มหนึ่งร้อยละเท่าใด", 980, 230 + 40 * len(listings))
    sets = {dataset: set(listed.person[listed.person >= 0].tolist()) for dataset, listed in listings.items()}
    for column, dataset in enumerate(sets):
        x = 330 + column * 70
        out.marks.append(
            f'<text transform="translate({x},190) rotate(-40)" font-size="12" fill="{INK}">'
            f"{escape(titles[dataset])}</text>"
        )
    for row, (dataset, mine) in enumerate(sets.items()):
        y = 204 + row * 40
        out.words(290, y + 24, titles[dataset], anchor="end")
        for column, theirs in enumerate(sets.values()):
            percent = len(mine & theirs) * 100 / len(mine)
            shade = int(235 - percent * 1.6)
            out.bar(300 + column * 70, y, 66, 36, f"rgb({shade - 20},{shade},{min(shade + 20, 245)})")
            fill = "#ffffff" if percent > 55 else INK
            out.words(333 + column * 70, y + 23, f"{percent:.0f}", anchor="middle", fill=fill)
    return out


def pictures() -> dict[str, Drawing]:
    """Every picture by its file name."""
    codes = tuple(published_people())
    whole = Share(number=0, place=0, province="", people=PEOPLE, country=PEOPLE, seed=SEED, begins=AS_OF, room=PEOPLE)
    country = draw_people(whole, places(*codes))
    share = shares(30_000, ["56"], seed=SEED, begins=AS_OF)[0]
    phayao = draw_people(share, places("56"))
    view = Picture(
        people=phayao,
        pension=old_age(phayao, seed=SEED),
        grant=child_grant(phayao, seed=SEED),
        seed=SEED,
        share=0,
        month=0,
    )
    made = [agency.rows(view) for agency in AGENCIES]
    listings = {listed.dataset: listed for listed in made}
    titles = {name: contract.title["th"] for name, contract in load_contracts(CONTRACTS).items()}
    titles = {name: title.replace(" (ข้อมูลสมมติ)", "") for name, title in titles.items()}
    return {
        "age-pyramid": age_pyramid(country),
        "household-sizes": household_sizes(country),
        "name-frequencies": name_frequencies(country),
        "error-rates": error_rates(listings, titles, phayao),
        "agency-overlap": overlap(listings, titles),
    }


CAPTIONS = {
    "age-pyramid": "Age and sex of 200,000 make-believe people of the whole country.",
    "household-sizes": "How many people live together.",
    "name-frequencies": "Share of each given and family name by its rank.",
    "error-rates": "Rows in which an agency has no number, another number, or another given name than the true one.",
    "agency-overlap": "Of a hundred people in the row's file, how many stand in the column's (30,000 in Phayao).",
}


def main() -> int:
    """Write the pictures and their page."""
    folder = PAGE.with_suffix("")
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# The make-believe country in pictures",
        "",
        "<!-- made by `make docs`; edit tools/country_plots.py instead -->",
        "",
    ]
    lines += ["Drawn from the generator itself, with the seed of the demo. No figure here is about real people.", ""]
    for name, drawing in pictures().items():
        (folder / f"{name}.svg").write_text(drawing.text(), encoding="utf-8")
        lines += [f"![{CAPTIONS[name]}]({folder.name}/{name}.svg)", "", CAPTIONS[name], ""]
    PAGE.write_text("\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
