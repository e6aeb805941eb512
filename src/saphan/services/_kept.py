"""Where does what a build read of each delivery lie, so that the next need not read it again?"""

from __future__ import annotations

from saphan.services.platform import Platform
from saphan.store import Keeper


def keeper(platform: Platform, *, afresh: bool = False) -> Keeper:
    """The keeper of what was read; `afresh` it holds nothing."""
    found = Keeper(platform.project.lake / "intake")
    if afresh:
        found.forget_all_but(())
    return found
