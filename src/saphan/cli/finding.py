"""Find a person. What is known of her is asked for, not given as an option: a command line is kept in histories."""

from __future__ import annotations

from pathlib import Path

import click

from saphan.cli.door import Directory, asker, day, language, open_here, told
from saphan.words import Words, say

AGREES = {
    ("number", "same"): say("the number is the same"),
    ("number", "slip"): say("perhaps: the number differs by one digit"),
    ("name_is", "same"): say("the name is the same"),
    ("name_is", "near"): say("the name is spelled differently"),
    ("birth", "same"): say("the birth date agrees"),
    ("birth", "near"): say("a part of the birth date differs"),
}
BOXES = {
    "number": say("Citizen number"),
    "given_name": say("Given name"),
    "family_name": say("Family name"),
    "birth": say("Birth date, or only the year"),
    "place": say("Province, district or subdistrict"),
}


@click.command()
@Directory
def find(directory: Path) -> None:
    """Find a person: asks for what is known of her, an empty line where nothing is, and lists who may be meant."""
    platform = open_here(directory)
    from saphan.services import lookup

    known = {name: _asked_for(words) for name, words in BOXES.items()}
    page = lookup.search(asker("link_records"), platform, lookup.Sought(**known))
    for one in page.found:
        born = day(one.birth_date) if one.birth_date else "-"
        place = one.place_th if language() == "th" else one.place_en
        said = [told(words) for (part, how), words in AGREES.items() if getattr(one, part) == how]
        row = (one.person_id, one.name, born, one.number_end or "-", place or "-", "; ".join(said))
        click.echo("\t".join(row))
    if page.is_cut:
        click.echo(told(say("There may be more: say one thing more.")), err=True)
    if not page.found:
        click.echo(told(say("Nobody found.")), err=True)


def _asked_for(words: Words) -> str:
    # shown on the other stream, so that the list alone goes into a file
    return str(click.prompt(told(words), default="", show_default=False, err=True))
