"""Which groups of the operating system may read content, and which extracts?"""

from __future__ import annotations

import grp

from saphan.config import BadSetting
from saphan.services.platform import Platform
from saphan.words import say


def content(platform: Platform) -> int | None:
    """The number of the group that may read the content of releases; None: their owner alone.

    Raises:
        BadSetting: this system knows no group of that name.
    """
    return _number(platform, "content_group", platform.project.settings.content_group)


def analysis(platform: Platform) -> int | None:
    """The number of the group that may read extracts; None: their owner alone.

    Raises:
        BadSetting: this system knows no group of that name.
    """
    return _number(platform, "analysis_group", platform.project.settings.analysis_group)


def _number(platform: Platform, key: str, name: str) -> int | None:
    if not name:
        return None
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError as unknown:
        raise BadSetting(
            say("The setting `{key}` names the group {name}, which this system does not know.", key=key, name=name),
            where=str(platform.project.root / "saphan.toml"),
            cure=say("Make the group, or name another one, or leave the setting empty."),
        ) from unknown
