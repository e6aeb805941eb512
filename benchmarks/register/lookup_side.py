"""One side of `lookup.py`: a province whose index is exchanged for the large one, and readers of its service.

    python benchmarks/register/lookup_side.py HOME KIND NUMBER THREADS PAUSE

A process of its own that asks through the whole service, as the portal does: purpose, agreements, what is withheld,
the journal before anything is shown, and the sealer's thread beside it. Says `ready`, waits for a line, and prints
milliseconds: of `THREADS` readers who all look up back to back, or wait PAUSE seconds before each look-up.
"""

from __future__ import annotations

import random
import sys
import threading
import time
from datetime import date
from pathlib import Path

from saphan.config import environment
from saphan.registry import lookup
from saphan.registry.lookup import Index, Question, open_index

EACH = 150
DAY = date(2026, 11, 22)
SEED = 2569
LETTERS = "กขคงจชซญดตถทนบปพฟมยรลวสหอ"
ALIKE = {"ณ": "น", "น": "ณ", "ศ": "ส", "ส": "ศ", "ร": "ล", "ล": "ร", "พ": "ภ", "ภ": "พ", "ธ": "ท", "ท": "ธ", "ญ": "ย"}
MARKS = "่้๊๋์็"


def misspelled(name: str, drawn: random.Random) -> str:
    """The name with one slip of the hand or the ear."""
    at = drawn.randrange(len(name))
    ways = [
        lambda: name[:at] + name[at + 1 :],
        lambda: name[:at] + name[at] + name[at:],
        lambda: name[:at] + drawn.choice(LETTERS) + name[at + 1 :],
        lambda: name[: max(at - 1, 0)] + name[at] + name[max(at - 1, 0) : at] + name[at + 1 :],
        lambda: "".join(letter for letter in name if letter not in MARKS),
        lambda: "".join(ALIKE.get(letter, letter) if place == at else letter for place, letter in enumerate(name)),
    ]
    for _ in range(30):
        wrong = drawn.choice(ways)()
        if wrong not in (name, ""):
            return wrong
        at = drawn.randrange(len(name))
    return name + name[-1]


def drawn_questions(index: Index, kind: str, count: int, seed: int) -> list[tuple[Question, int]]:
    """Questions of one kind about people drawn evenly, and the row of the one meant."""
    drawn, asked = random.Random(seed), list[tuple[Question, int]]()  # noqa: S311  # seeded questions, not secrets
    while len(asked) < count:
        row = drawn.randrange(len(index.number))
        number, given, family = (
            int(index.number[row]),
            index.name(int(index.given[row])),
            index.name(int(index.family[row])),
        )
        if kind == "number" and number >= 0:
            asked.append((Question(number=f"{number:013d}"), row))
        elif kind != "number" and given and family and min(len(given), len(family)) > 2:
            is_given = drawn.random() < 0.5
            wrong = (misspelled(given, drawn), family) if is_given else (given, misspelled(family, drawn))
            asked.append((Question(given=wrong[0], family=wrong[1]), row))
    return asked


def province(home: Path, index: Path) -> None:
    """A small province, built, whose index is exchanged for the large one; its desk where DATABASE_URL says."""
    from saphan.access.actor import Asker  # noqa: PLC0415 - Django is set up below
    from saphan.services import projects  # noqa: PLC0415 - likewise
    from saphan.services.platform import open_platform  # noqa: PLC0415 - likewise

    projects.init(home, training_ground=True, today=DAY)
    with (home / "saphan.toml").open("a") as settings:
        settings.write("\nlookups_per_hour = 1_000_000\n")
    platform = open_platform(home, environment())
    from saphan.services import builds, reading, training_grounds  # noqa: PLC0415 - Django is set up just above

    operator = Asker("os:bench", "link_records", frozenset({"operator"}))
    training_grounds.fill(operator, home, people=1_500, seed=SEED, as_of=DAY, tell=lambda *_: None)
    builds.build(operator, platform, as_of=DAY, tell=lambda *_: None)
    place = reading.open_current(platform).release.attached(lookup.FILE)
    assert place
    place.unlink()
    place.symlink_to(index)


def serve(home: Path, kind: str, number: int, threads: int, pause: float) -> None:
    """Readers through the whole service: waits for the word, prints milliseconds."""
    from saphan.access.actor import Asker  # noqa: PLC0415 - Django is set up below
    from saphan.services.platform import journal_key, open_platform  # noqa: PLC0415 - likewise

    platform = open_platform(home / "province", environment())
    from saphan.desk import sealer  # noqa: PLC0415 - Django is set up just above
    from saphan.services.lookup import Sought, search  # noqa: PLC0415 - likewise

    sealer.keep_sealing(journal_key(platform.project), threading.Event())
    index = open_index(home / lookup.FILE)
    assert index
    taken: list[float] = []

    def reader(at: int) -> None:
        worker = Asker(f"user:bench{number}-{at}-{time.time_ns()}", "casework", frozenset({"social_worker"}))
        asked = drawn_questions(index, kind, EACH, 100 * number + at)
        search(worker, platform, Sought(number="1234567890121"))  # a worker's session has begun
        waiting.wait()
        for question, _ in asked:
            time.sleep(pause)
            begun = time.perf_counter()
            search(worker, platform, Sought(question.number, question.given, question.family))
            taken.append((time.perf_counter() - begun) * 1_000)

    waiting = threading.Barrier(threads + 1)
    readers = [threading.Thread(target=reader, args=(at,)) for at in range(threads)]
    for each in readers:
        each.start()
    while waiting.n_waiting < threads:
        time.sleep(0.01)
    print("ready", flush=True)
    sys.stdin.readline()
    waiting.wait()
    used = time.process_time()
    for each in readers:
        each.join()
    print(*taken, sep="\n")
    print((time.process_time() - used) * 1_000)


if __name__ == "__main__":
    _, place, asked_for, at_number, of_threads, of_pause = sys.argv
    serve(Path(place), asked_for, int(at_number), int(of_threads), float(of_pause))
