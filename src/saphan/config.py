"""Which settings does this installation run with? The one reader of `saphan.toml` and the environment.

What changes *results* (thresholds, order of trust, suppression) is no setting: it is a versioned policy
that the release records.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from saphan.errors import BrokenPromise, NotFound
from saphan.words import say

FILE_NAME = "saphan.toml"


class NoProject(NotFound):
    """The directory holds no `saphan.toml`."""


class BadSetting(BrokenPromise):
    """`saphan.toml` or the environment holds a setting that is unknown or of the wrong kind."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator chose; every field is a key of `saphan.toml`."""

    title: str = "Saphan"
    language: str = "th"
    threads: int = 0  # 0: all cores of the machine
    memory_limit: str = "4GB"
    database_url: str = ""  # empty: SQLite in the project directory; else DATABASE_URL's form
    training_ground: bool = False  # make-believe data: every page carries a band that says so
    today: str = ""  # of a training ground only: the day it is there, 2026-11-22; empty: the machine's
    hosts: str = "127.0.0.1 localhost"  # names under which the portal is reached, separated by spaces
    https: bool = False  # the portal stands behind HTTPS: cookies and headers insist on it
    content_group: str = ""  # the system's group that may read the content of releases; empty: their owner alone
    analysis_group: str = ""  # the system's group that may read extracts, and nothing else; empty: their owner alone
    lookups_per_hour: int = 120  # of one person who looks others up; more than anybody visits, less than a harvest
    asks_per_day: int = 2_000  # of one asking agency: persons it may ask about, one by one or in lists
    contact: str = ""  # whom a citizen may ask; shown on the public page


@dataclass(frozen=True)
class Project:
    """A directory made by `saphan init`, and where everything in it lives."""

    root: Path
    settings: Settings

    @property
    def contracts(self) -> Path:
        """Data contracts, one YAML file a dataset."""
        return self.root / "contracts"

    @property
    def agreements(self) -> Path:
        """Agreements under which the data came, one YAML file each."""
        return self.root / "agreements"

    @property
    def inbox(self) -> Path:
        """Where agencies' files are laid."""
        return self.root / "inbox"

    @property
    def vault(self) -> Path:
        """Received files as they came, by checksum; identifiers zone."""
        return self.root / "vault"

    @property
    def lake(self) -> Path:
        """Releases and the CURRENT pointer."""
        return self.root / "lake"

    @property
    def out(self) -> Path:
        """What is handed out: return sheets, linked keys, statistics, catalogue records."""
        return self.root / "out"

    @property
    def extracts(self) -> Path:
        """What was made for analysis: no identifiers, and a person's key is another in each project."""
        return self.root / "extracts"

    @property
    def keys(self) -> Path:
        """Secrets made by `saphan init`, readable by the owner alone."""
        return self.root / "keys"

    @property
    def desk_file(self) -> Path:
        """The desk's SQLite database, where no DATABASE_URL is set."""
        return self.root / "desk.sqlite3"


def environment() -> Mapping[str, str]:
    """This process's environment: read here, and handed down from the door."""
    return dict(os.environ)  # noqa: TID251 - the one place that reads it


def load(root: Path, environ: Mapping[str, str]) -> Project:
    """The project at `root`; `DATABASE_URL` and `SAPHAN_LANGUAGE` in `environ` win over the file.

    Raises:
        NoProject: `root` holds no `saphan.toml`.
        BadSetting: a key is unknown, or its value is of the wrong kind.
    """
    path = root / FILE_NAME
    if not path.is_file():
        raise NoProject(
            say("There is no Saphan project here."),
            where=str(path),
            cure=say("Run `saphan init {root}` first, or name the directory that holds saphan.toml.", root=root),
        )
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        raise BadSetting(
            say("The settings file cannot be read: {reason}.", reason=unreadable),
            where=str(path),
            cure=say("Correct that line; every setting is `name = value`."),
        ) from unreadable
    for name, key in (("DATABASE_URL", "database_url"), ("SAPHAN_LANGUAGE", "language")):
        if environ.get(name):
            values[key] = environ[name]
    return Project(root.resolve(), _settings(values, path))


def _settings(values: dict[str, object], path: Path) -> Settings:
    kinds = {field.name: type(field.default) for field in fields(Settings)}
    for key, value in values.items():
        if key not in kinds:
            raise BadSetting(
                say("The setting `{key}` is not known.", key=key),
                where=f"{path}:{_line_of(key, path)}",
                cure=say("Remove it, or use one of: {known}.", known=", ".join(sorted(kinds))),
            )
        if type(value) is not kinds[key]:
            raise BadSetting(
                say("The setting `{key}` must be of kind {kind}.", key=key, kind=kinds[key].__name__),
                where=f"{path}:{_line_of(key, path)}",
                cure=say("Correct the value."),
            )
    settings = Settings(**values)  # type: ignore[arg-type]  # kinds were compared just above
    _require_training_day(settings, path)
    return settings


def _require_training_day(settings: Settings, path: Path) -> None:
    """Elsewhere than in a training ground nobody sets the calendar: agreements run out by it."""
    where = f"{path}:{_line_of('today', path)}"
    if settings.today and not settings.training_ground:
        raise BadSetting(
            say("The setting `{key}` is for training grounds only.", key="today"), where=where, cure=say("Remove it.")
        )
    try:
        date.fromisoformat(settings.today or "2026-11-22")
    except ValueError as unreadable:
        raise BadSetting(
            say("The setting `{key}` must be a day.", key="today"),
            where=where,
            cure=say("Write it as year-month-day of the Common Era: 2027-09-30."),
        ) from unreadable


def _line_of(key: str, path: Path) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.strip().startswith(key)), 0)
