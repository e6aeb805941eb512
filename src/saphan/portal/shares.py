"""Which part of those owed help misses it?"""

from __future__ import annotations

from saphan.services.counts import AreaCount


def share(area: AreaCount) -> float | None:
    """Per cent of those owed who miss it; None where a part is protected or nothing is known."""
    if area.missing is None or not area.eligible:
        return None
    return 100 * area.missing / area.eligible
