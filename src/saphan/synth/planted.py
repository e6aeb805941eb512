"""Which facts about people must the later stages find? Each is told by a rule over the truth, and scored against it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from saphan.synth.draw import Flags
from saphan.synth.owed import Owed
from saphan.synth.people import People

# Household income below the line of the basic-needs survey of 2560 to 2564 (38,000 baht a person and year).
POOR = 38_000


def needs(people: People) -> dict[str, Flags]:
    """Who belongs to which target group, by its name."""
    alive, age = people.is_alive, people.age
    lives = np.zeros(people.members.households, dtype=np.int64)
    np.add.at(lives, people.members.household[alive], 1)
    return {
        "older_alone": alive & people.is_at_home & (age >= 60) & (lives[people.members.household] == 1),
        "older_poor": alive & (age >= 60) & (people.income < POOR),
        "child_poor": alive & (age < 18) & (people.income < POOR),
        "out_of_school": alive & (age >= 6) & (age < 18) & people.dropped_out,
        "lost_caregiver": alive & (age < 18) & people.lost_caregiver,
        "pregnant_under_20": alive & (age < 20) & ~np.isnat(people.pregnant_since),
        "violence": alive & (people.violence_on > np.datetime64(people.as_of, "D") - 365),
        "homeless": alive & ~np.isnat(people.homeless_since),
        "disabled": alive & (people.disability > 0),
        "no_number": alive & (people.citizen_id == ""),
    }


def facts(people: People, owed: tuple[Owed, ...]) -> dict[str, Flags]:
    """Every planted fact: needs, gaps, payments to the dead, and households with three or more kinds of need."""
    found = needs(people)
    kinds = np.zeros(people.members.households, dtype=np.int64)
    for has in found.values():
        kinds += np.bincount(people.members.household[has], minlength=len(kinds)) > 0
    for one in owed:
        found[f"eligible_not_receiving:{one.benefit}"] = one.is_missing
        found[f"dead_and_paid:{one.benefit}"] = one.is_listed & ~people.is_alive
    found["multi_problem_household"] = people.is_alive & people.is_at_home & (kinds[people.members.household] >= 3)
    return found


def table(people: People, owed: tuple[Owed, ...]) -> pa.Table:
    """One row a person and planted fact, on the day of the picture."""
    found = facts(people, owed)
    keys = np.concatenate([people.key[has] for has in found.values()])
    names = np.repeat(np.array(list(found), dtype=object), [int(has.sum()) for has in found.values()])
    return pa.table(
        {
            "as_of": pa.array([people.as_of] * len(keys), pa.date32()),
            "truth_id": pa.array([f"t{key:07d}" for key in keys.tolist()], pa.string()),
            "fact": pa.array(names, pa.string()),
        }
    )
