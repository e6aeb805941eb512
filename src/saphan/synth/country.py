"""Write a make-believe province to a directory: deliveries, contracts, agreement, and the truth apart from them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from saphan.synth import owed as owing
from saphan.synth.agencies import (
    basic_needs_survey,
    child_support_grant,
    civil_registration,
    disability_cards,
    old_age_allowance,
    state_welfare_card,
)
from saphan.synth.listing import Listing
from saphan.synth.places import places
from saphan.synth.population import draw_people
from saphan.synth.shares import shares
from saphan.synth.truth import write_truth
from saphan.words import Words, say

CONTRACTS = Path(__file__).parent / "contracts"
AGREEMENTS = Path(__file__).parent / "agreements"
Tell = Callable[[Words, float], None]  # what is being done, and how far it is: 0 to 1


def write_country(
    directory: Path, *, people: int, province: str = "56", seed: int = 2569, as_of: date, tell: Tell
) -> None:
    """Fill `inbox/`, `contracts/`, `agreements/` and `truth/` in `directory`.

    The same arguments give the same bytes; another seed gives other people.
    """
    tell(say("Drawing people and households"), 0.0)
    area = places(province)
    (share,) = shares(people, [province], seed=seed, begins=as_of, most=people)
    everyone = draw_people(share, area)
    pension = owing.old_age(everyone, seed=seed)
    grant = owing.child_grant(everyone, seed=seed)
    year = as_of.year + 543
    plan: tuple[tuple[str, Callable[[], Listing], Callable[[Listing, Path], None]], ...] = (
        (
            f"civil_registration_{year}.csv",
            lambda: civil_registration.rows(everyone, seed=seed),
            civil_registration.write,
        ),
        (f"basic_needs_{year}.xlsx", lambda: basic_needs_survey.rows(everyone, seed=seed), basic_needs_survey.write),
        (
            f"old_age_{year}_{as_of.month:02d}.csv",
            lambda: old_age_allowance.rows(everyone, pension, seed=seed),
            old_age_allowance.write,
        ),
        (f"disability_cards_{year}.txt", lambda: disability_cards.rows(everyone, seed=seed), disability_cards.write),
        (
            f"state_welfare_card_{year}.csv",
            lambda: state_welfare_card.rows(everyone, seed=seed),
            state_welfare_card.write,
        ),
        (
            f"child_grant_{year}.xlsx",
            lambda: child_support_grant.rows(everyone, grant, seed=seed),
            child_support_grant.write,
        ),
    )
    inbox = directory / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    delivered: list[tuple[str, Listing]] = []
    for at, (file, rows, write) in enumerate(plan):
        tell(say("Writing {file}", file=file), 0.1 + 0.8 * at / len(plan))
        listed = rows()
        write(listed, inbox / file)
        delivered.append((file, listed))
    tell(say("Writing contracts, the agreement and the truth"), 0.9)
    for source, target in ((CONTRACTS, directory / "contracts"), (AGREEMENTS, directory / "agreements")):
        copy_package_files(source, target)
    write_truth(directory / "truth", everyone, (pension, grant), delivered)


def copy_package_files(source: Path, target: Path) -> None:
    """The package's YAML files, byte for byte."""
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted(source.glob("*.yaml")):
        (target / file.name).write_bytes(file.read_bytes())
