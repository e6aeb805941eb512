"""The settings that hold a promise: writers, headers, secrets; and the last wall against a Buddhist year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from saphan.config import Project, Settings
from saphan.services.platform import Platform

pytestmark = pytest.mark.xdist_group("site")


@pytest.fixture
def settings(site: Platform) -> Any:
    from django.conf import settings  # noqa: PLC0415 - Django is set up by `site`

    return settings


def test_sqlite_is_opened_for_writers(settings: Any) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up by `site`

    options = settings.DATABASES["default"]["OPTIONS"]
    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)
    with connection.cursor() as cursor:
        said = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "foreign_keys")]
    assert said == ["wal", 1]


def test_scripts_and_styles_come_from_this_address_alone(settings: Any) -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["script-src"] == directives["style-src"] == directives["default-src"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["object-src"] == directives["base-uri"] == ["'none'"]
    assert not settings.DEBUG


def test_secrets_and_the_desk_are_for_their_owner_alone(site: Platform) -> None:
    for path in (site.project.keys, site.project.vault, site.project.lake, site.project.out):
        assert path.stat().st_mode & 0o077 == 0
    for path in (*site.project.keys.glob("*.key"), site.project.desk_file):
        assert path.stat().st_mode & 0o177 == 0


def test_a_process_works_on_one_project(site: Platform) -> None:
    from saphan import desk  # noqa: PLC0415 - Django is set up by `site`

    desk.setup(site.project)
    with pytest.raises(desk.AnotherProject):
        desk.setup(Project(site.project.root / "other", Settings()))


def test_models_and_migrations_agree(site: Platform) -> None:
    from django.core.management import call_command  # noqa: PLC0415 - Django is set up by `site`

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_date_column_refuses_a_buddhist_year(site: Platform) -> None:
    from django.apps import apps  # noqa: PLC0415 - Django is set up by `site`
    from django.db import models  # noqa: PLC0415 - likewise

    for model in apps.get_app_config("desk").get_models():
        columns = {field.name for field in model._meta.get_fields() if type(field) is models.DateField}
        held = {str(constraint.name) for constraint in model._meta.constraints}
        assert {f"{model._meta.model_name}_{column}_common_era" for column in columns} <= held


def test_a_buddhist_year_is_refused_by_the_database(site: Platform) -> None:
    from django.db import IntegrityError, transaction  # noqa: PLC0415 - Django is set up by `site`

    from saphan.desk.models import Outcome  # noqa: PLC0415 - likewise

    def write(day: date, outcome: str) -> None:
        with transaction.atomic():
            Outcome.objects.create(person_id="P1", benefit="x", outcome=outcome, recorded_on=day, by="t").delete()

    write(date(2399, 12, 31), "moved")
    for day, outcome in ((date(2569, 11, 22), "moved"), (date(2026, 11, 22), "gone")):
        with pytest.raises(IntegrityError):
            write(day, outcome)


def test_no_foreign_key_reaches_the_journal(site: Platform) -> None:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    assert not [field for field in JournalRow._meta.get_fields() if field.is_relation]
