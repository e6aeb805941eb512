"""The journal in its database: sealed in order, broken chains found, and without it nothing is shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from saphan.access.actor import Asker
from saphan.journal import Anchor
from saphan.services.platform import Platform, journal_key

pytestmark = pytest.mark.xdist_group("site")
OFFICER = Asker("user:journal-officer", "oversight", frozenset({"dpo"}))
WORKER = Asker("user:journal-worker", "casework", frozenset({"social_worker"}))


@pytest.fixture
def undone(site: Platform) -> Any:
    """Whatever the test does to the database is undone."""
    from django.db import transaction  # noqa: PLC0415 - Django is set up by `site`

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def broken(site: Platform, anchors: tuple[Anchor, ...] = ()) -> Any:
    from saphan.services import journal  # noqa: PLC0415 - Django is set up by `site`

    return journal.verify(OFFICER, site, anchors).broken


def rows() -> Any:
    from saphan.desk.models import JournalRow  # noqa: PLC0415 - Django is set up by `site`

    return JournalRow.objects


@pytest.mark.usefixtures("undone")
class TestABrokenChainIsFound:
    def test_a_whole_one_holds(self, site: Platform) -> None:
        assert broken(site) is None

    def test_edited(self, site: Platform) -> None:
        assert broken(site) is None
        rows().filter(number=3).update(person="os:nobody")
        found = broken(site)
        assert (found.number, found.fault) == (3, "edited")

    def test_deleted(self, site: Platform) -> None:
        assert broken(site) is None
        rows().filter(number=3).delete()
        found = broken(site)
        assert (found.number, found.fault) == (3, "deleted")

    def test_reordered(self, site: Platform) -> None:
        assert broken(site) is None
        rows().filter(number=3).update(number=9_999_999)
        rows().filter(number=4).update(number=3)
        rows().filter(number=9_999_999).update(number=4)
        assert broken(site).number == 3

    def test_a_cut_tail_only_by_the_partners_anchor(self, site: Platform) -> None:
        from saphan.services import journal  # noqa: PLC0415 - Django is set up by `site`

        head = journal.export_anchor(OFFICER, site)
        rows().filter(number__gt=head.number - 3).delete()
        assert broken(site) is None
        found = broken(site, (head,))
        assert found.fault in {"cut", "edited"}

    def test_an_anchor_of_a_whole_chain_holds(self, site: Platform) -> None:
        from saphan.services import journal  # noqa: PLC0415 - Django is set up by `site`

        head = journal.export_anchor(OFFICER, site)
        assert broken(site, (head,)) is None


@pytest.mark.usefixtures("undone")
def test_if_the_journal_cannot_be_written_nothing_is_shown(site: Platform) -> None:
    from django.db import connection  # noqa: PLC0415 - Django is set up by `site`

    from saphan.desk.actions import JournalClosed  # noqa: PLC0415 - likewise
    from saphan.services import counts, families, worklists  # noqa: PLC0415 - likewise

    person = worklists.page(WORKER, site).tasks[0].person_id
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE desk_journalrow RENAME TO gone")
    for ask in (
        lambda: families.open_family(WORKER, site, person),
        lambda: worklists.page(WORKER, site),
        lambda: counts.provinces(WORKER, site),
        lambda: worklists.record_outcome(WORKER, site, person, outcome="reached"),
    ):
        with pytest.raises(JournalClosed):
            ask()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE gone RENAME TO desk_journalrow")
    from saphan.desk import queries  # noqa: PLC0415 - likewise

    assert queries.latest_outcome(person, "old_age_allowance") is None


def test_the_portals_thread_seals_what_waits(site: Platform) -> None:
    import threading  # noqa: PLC0415 - used here alone

    from saphan.desk import sealer  # noqa: PLC0415 - Django is set up by `site`
    from saphan.services import notes  # noqa: PLC0415 - likewise

    notes.write(OFFICER, site, "drawn_by_a_test")
    stop = threading.Event()
    thread = sealer.keep_sealing(journal_key(site.project), stop)
    for _ in range(100):
        if not rows().filter(number=None).exists():
            break
        stop.wait(0.1)
    stop.set()
    thread.join(10)
    assert not rows().filter(number=None).exists()


WRITER = """
import sys
from pathlib import Path
from saphan.config import environment
from saphan.services.platform import journal_key, open_platform
platform = open_platform(Path(sys.argv[1]), environment())
from saphan.access.actor import Asker
from saphan.desk import sealer
from saphan.services import notes
asker = Asker(f"os:writer-{sys.argv[2]}", "casework")
for at in range(int(sys.argv[3])):
    notes.write(asker, platform, "written", persons=[f"P{at}"])
    if at % 5 == 0:
        sealer.seal_waiting(journal_key(platform.project))
"""


def eight_writers(root: Path, environ: dict[str, str], each: int = 15) -> tuple[list[int], list[str], object]:
    """Eight processes write and seal at once; then numbers, writers and what the chain says."""
    from_here = {**os.environ, **environ}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(root), str(number), str(each)], env=from_here, stderr=subprocess.PIPE
        )
        for number in range(8)
    ]
    for process in running:
        _, complaint = process.communicate(timeout=200)
        assert process.returncode == 0, complaint.decode()
    done = subprocess.run(
        [sys.executable, "-m", "saphan", "journal", "verify", str(root)], env=from_here, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    reader = (
        "import json, sys; from pathlib import Path; from saphan.config import environment;"
        "from saphan.services.platform import open_platform; open_platform(Path(sys.argv[1]), environment());"
        "from saphan.desk.models import JournalRow;"
        "print(json.dumps(list(JournalRow.objects.order_by('number').values_list('number', 'person'))))"
    )
    told = subprocess.run(
        [sys.executable, "-c", reader, str(root)], env=from_here, capture_output=True, text=True, check=True
    )
    held = json.loads(told.stdout)
    return [number for number, _ in held], [person for _, person in held], done.stdout


def check_eight_writers(tmp_path: Path, environ: dict[str, str]) -> None:
    from saphan.services import projects  # noqa: PLC0415 - as the others here

    root = tmp_path / "many"
    projects.init(root)
    numbers, persons, _ = eight_writers(root, environ)
    assert numbers == list(range(1, len(numbers) + 1))
    assert {name: persons.count(name) for name in persons if "writer" in name} == {
        f"os:writer-{n}": 15 for n in range(8)
    }


def test_eight_writers_at_once_lose_no_entry_on_sqlite(tmp_path: Path) -> None:
    check_eight_writers(tmp_path, {"DATABASE_URL": ""})


def test_eight_writers_at_once_lose_no_entry_on_postgresql(tmp_path: Path) -> None:
    address = os.environ.get("SAPHAN_TEST_POSTGRES", "")
    if not address:
        pytest.skip("no PostgreSQL: set SAPHAN_TEST_POSTGRES to the URL of an empty database")
    check_eight_writers(tmp_path, {"DATABASE_URL": address})
