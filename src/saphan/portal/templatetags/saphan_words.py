"""How do templates write days, numbers, words and marks?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from saphan.portal import terms, thai
from saphan.portal.doors import platform
from saphan.portal.shares import share
from saphan.services import reading
from saphan.services._told import place_words
from saphan.services.counts import AreaCount
from saphan.words import Language, Words

register = template.Library()


def language() -> Language:
    """The language this page is shown in."""
    return "en" if (get_language() or "th").startswith("en") else "th"


@register.filter
def thai_day(day: date | None, precision: str | None = "day") -> str:
    """22 พ.ย. 2569, or 22 Nov 2026 in English."""
    return thai.day_words(day, language(), precision=precision or "day") if day else ""


@register.filter
def thai_moment(moment: datetime | None) -> str:
    """22 พ.ย. 2569 16:30 น."""
    return thai.moment_words(moment, language()) if moment else ""


@register.filter
def words(sentence: Words) -> str:
    """A sentence in the reader's language."""
    return sentence.in_(language())


@register.filter
def term(name: str, kind: str) -> str:
    """The words shown for a name that the tables hold."""
    return terms.term(kind, name).in_(language())


@register.filter
def source(dataset: str) -> str:
    """Whose word something is: a dataset by its title, or a person's who put it right."""
    return (terms.SOURCE.get(dataset) or reading.titled(platform(), dataset)).in_(language())


@register.filter
def count(number: int | None) -> str:
    """12,345; the template says in words what a null means, for it is not always the same."""
    return "" if number is None else f"{number:,}"


@register.filter
def baht(amount: Decimal | None) -> str:
    """600, or 1,250.50."""
    if amount is None:
        return ""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


@register.filter
def share_of(area: AreaCount) -> str:
    """Out of a hundred who are owed it, how many miss it: 12.3, or nothing where a part is protected."""
    per_cent = share(area)
    return "" if per_cent is None else f"{per_cent:.1f}"


@register.filter
def of_hundred(part: float | None) -> str:
    """A part of one, out of a hundred: 99.4."""
    return "" if part is None else f"{100 * part:.1f}"


@register.filter
def in_language(pair: tuple[str, str]) -> str:
    """The Thai or the English one of two names that belong together."""
    return pair[0] if language() == "th" else pair[1]


@register.filter
def mid_sentence(title: str) -> str:
    """A title as it stands inside a sentence: English begins it small, unless it is an acronym."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


@register.simple_tag
def said(field: str, value: str, precision: str = "day") -> str:
    """A value as people read it: a day in the reader's era, a place by name, a sex as a word, an amount; else as is."""
    if field == "sex":
        return terms.term("sex", value).in_(language())
    if field in ("birth_date", "death_date") and value not in ("", "none"):
        return thai.day_words(date.fromisoformat(value), language(), precision=precision)
    if field == "residence" and value:
        return in_language(place_words(value))
    if field in terms.AMOUNTS and value:
        return baht(Decimal(value))
    return value or "–"


@register.filter
def whole_words(name: str) -> SafeString:
    """A person's name whose parts are never broken in the middle: Thai lines break inside words they do not know."""
    return format_html_join(" ", '<span class="whole" lang="th">{}</span>', ((part,) for part in name.split()))


@register.simple_tag
def name_of(thing: object, stem: str = "name") -> str:
    """`name_th` or `name_en` of a thing that has both."""
    return str(getattr(thing, f"{stem}_{language()}"))
