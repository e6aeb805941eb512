"""What does every page know: which pages the reader may open, and whether this is the training ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from saphan.access.permissions import Permission
from saphan.portal.doors import permissions_here, platform
from saphan.words import Words, say


@dataclass(frozen=True)
class Way:
    """A link of the navigation."""

    route: str
    section: str  # the first part of the address, to mark where the reader is
    words: Words
    needs: Permission
    or_else: Permission | None = None  # which opens it, too


WAYS: tuple[Way, ...] = (
    Way("overview", "", say("Overview"), Permission.SEE_COUNTS),
    Way("worklist", "worklist", say("Worklist"), Permission.SEE_WORKLIST),
    Way("find", "find", say("Find a person"), Permission.FIND_PERSON, Permission.FIND_TO_ANSWER),
    Way("deliveries", "deliveries", say("Deliveries"), Permission.SEE_RETURN_SHEET),
    Way("statistics", "statistics", say("Statistics"), Permission.TAKE_STATISTICS),
    Way("review", "review", say("Review pairs"), Permission.REVIEW_PAIRS),
    Way("training", "training", say("Training"), Permission.TAKE_LESSON),
    Way("releases", "releases", say("Releases"), Permission.BUILD),
    Way("contracts", "contracts", say("Contracts"), Permission.SEE_CONTRACT),
    Way("agreements", "agreements", say("Agreements"), Permission.SUSPEND_AGREEMENT),
    Way("officer", "officer", say("Data protection"), Permission.DESTROY_DATA),
    Way("journal", "journal", say("Journal"), Permission.READ_JOURNAL),
)

# Pages that belong to a section without standing under its address.
BELONGS = {"province": "", "family": "worklist", "processing": "officer", "linkage-quality": "", "person": "find"}


def every_page(request: HttpRequest) -> Mapping[str, object]:
    """The navigation, the mark of where we are, and the installation's own words."""
    allowed = permissions_here(request)
    section = request.path_info.strip("/").split("/")[0]
    settings = platform().project.settings
    return {
        "ways": [way for way in WAYS if way.needs in allowed or way.or_else in allowed],
        "section": BELONGS.get(section, section),
        "training_ground": settings.training_ground,
        "installation": settings.title,
    }
