"""Which sentences still need their Thai? Extract, merge, compile and check the one catalogue of the project.

python tools/translations.py extract           list every msgid that the sources hold
python tools/translations.py merge FILE...     add the entries of other .po files, and drop what is unused
python tools/translations.py compile           write django.mo beside django.po
python tools/translations.py check             fail, listing what is missing, unused or not compiled
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src" / "saphan"
CATALOGUE = SOURCE / "locale" / "th" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "say": (1,),
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
}
DAY = datetime(2026, 11, 22, tzinfo=UTC)  # fixed: a merge that changes no word changes no byte
VALUE = re.compile(r"%\((\w+)\)s|(?<!\{)\{(\w+)\}(?!\})")

Id = str | tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """What the command line asked for; the exit code."""
    match arguments:
        case ["extract"]:
            print("\n".join(str(msgid) for msgid in sorted(found(), key=str)))
        case ["merge", *files]:
            merge([Path(file) for file in files])
        case ["compile"]:
            compile_catalogue()
        case ["check"]:
            return check()
        case _:
            print(__doc__)
            return 2
    return 0


def found() -> dict[Id, set[str]]:
    """Every msgid of the sources, and the files that say it."""
    if not settings.configured:
        settings.configure(USE_I18N=True)  # templatize reads settings; nothing else of Django is needed
        django.setup()
    said: dict[Id, set[str]] = {}
    for path in sorted(SOURCE.rglob("*")):
        for msgid in said_in(path):
            said.setdefault(msgid, set()).add(path.relative_to(SOURCE).as_posix())
    said.pop("", None)
    return said


def said_in(path: Path) -> Iterator[Id]:
    """The msgids of one file; none where it is neither Python nor a template."""
    if path.suffix == ".py":
        text = path.read_text("utf-8")
    elif path.suffix == ".html":
        text = templatize(path.read_text("utf-8"), origin=path.name)
    else:
        return
    for _, messages, _, _ in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        yield messages if isinstance(messages, str) else tuple(messages)


def merge(files: Sequence[Path]) -> None:
    """The catalogue with the entries of `files` added, and without those nobody says any more."""
    said = found()
    kept = Catalog(
        locale="th", domain="django", project="Saphan", version="1", charset="utf-8", fuzzy=False,
        last_translator="Saphan", language_team="Thai", msgid_bugs_address="see README",
        creation_date=DAY, revision_date=DAY,
    )  # fmt: skip
    kept.header_comment = "# Thai words of Saphan. The English sentence is the key."
    translated: dict[Id, Message] = {}
    for catalogue in [read(CATALOGUE), *map(read, files)]:  # the last word counts
        translated |= {key(message): message for message in catalogue if message.id and is_whole(message)}
    for msgid in sorted(said, key=str):
        message = translated.get(msgid)
        string = message.string if message else ("",) if isinstance(msgid, tuple) else ""
        kept.add(msgid, string, flags=message.flags - {"fuzzy"} if message else ())
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as opened:
        write_po(opened, kept, width=120, sort_output=True, omit_header=False)
    compile_catalogue()


def read(path: Path) -> Catalog:
    """A catalogue; one without a header is taken as UTF-8."""
    if not path.exists():
        return Catalog(locale="th")
    with path.open("rb") as opened:
        return read_po(opened, locale="th", charset="utf-8")


def key(message: Message) -> Id:
    """Its English: one sentence, or the forms for one and for several."""
    return message.id if isinstance(message.id, str) else tuple(message.id)


def thai(message: Message) -> tuple[str, ...]:
    """Its Thai, in every form it has."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def is_whole(message: Message) -> bool:
    """It has Thai words, in every form it needs."""
    return bool(thai(message)) and all(thai(message))


def compile_catalogue() -> None:
    """Writes django.mo."""
    with COMPILED.open("wb") as opened:
        write_mo(opened, read(CATALOGUE))


def check() -> int:
    """1 where a sentence has no Thai, an entry is unused, a value is lost, or django.mo is stale."""
    said, catalogue = found(), read(CATALOGUE)
    written = {key(message): message for message in catalogue if message.id}
    faults = [f"no Thai: {msgid} ({', '.join(sorted(said[msgid]))})" for msgid in said if not has_thai(written, msgid)]
    faults += [f"unused: {msgid}" for msgid in written if msgid not in said]
    faults += [
        f"values differ: {message.id}" for message in written.values() if is_whole(message) and loses_value(message)
    ]
    if not is_compiled():
        faults.append("django.mo is stale: run `python tools/translations.py compile`")
    print("\n".join(faults) or f"{len(said)} sentences, each with its Thai")
    return 1 if faults else 0


def has_thai(written: dict[Id, Message], msgid: Id) -> bool:
    """It is written, and whole."""
    return msgid in written and is_whole(written[msgid])


def loses_value(message: Message) -> bool:
    """The Thai names a value that the English does not, or leaves one out."""
    english = key(message)
    return values_of(english if isinstance(english, str) else english[-1]) != values_of(thai(message)[-1])


def values_of(text: str) -> set[str]:
    """Names of the values a sentence holds."""
    return {named or braced for named, braced in VALUE.findall(text)}


def is_compiled() -> bool:
    """django.mo holds the very words of django.po."""
    fresh = io.BytesIO()
    write_mo(fresh, read(CATALOGUE))
    return COMPILED.exists() and COMPILED.read_bytes() == fresh.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
