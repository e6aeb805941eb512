"""A model is trained, shown and accepted; from then on a build links only what changed, and finds the same."""

from __future__ import annotations

import pytest

from saphan.access.actor import Asker
from saphan.services.platform import Platform
from saphan.store import Engine, current, drafting, verify

pytestmark = pytest.mark.xdist_group("site")
OPERATOR = Asker("os:test", "link_records", frozenset({"operator"}))


def quiet(*_: object) -> None:
    """Nobody watches."""


def built(site: Platform, *, full: bool = False) -> tuple[dict[str, str], dict[str, object]]:
    """The checksums of a new release's tables, and how it says it was linked."""
    from saphan.services import builds  # noqa: PLC0415 - Django is set up by `site`

    builds.build(OPERATOR, site, as_of=site.day, tell=quiet, full=full)
    release = current(site.project.lake)
    assert release is not None
    verify(release)
    return release.content, release.manifest["linked"]


def test_a_model_is_accepted_with_its_effect_known_and_stays_until_another_one_is(site: Platform) -> None:
    from saphan.services import models  # noqa: PLC0415 - Django is set up by `site`

    with pytest.raises(models.NoModelProposed):
        models.accept(OPERATOR, site)
    trained, how = built(site)
    assert (how["how"], how["accepted"]) == ("trained", False)
    effect = models.train(OPERATOR, site)
    # the same records and verdicts as the release's, so nobody's key would change
    assert effect.persons_before == effect.persons_after
    assert (effect.changed, effect.merged, effect.split) == (0, 0, 0)
    accepted = models.accept(OPERATOR, site)
    frozen, how = built(site)
    assert (how["how"], how["model"], how["accepted"]) == ("frozen", accepted.version, True)
    assert models.standing(OPERATOR, site) == accepted
    changes, how = built(site)
    assert (how["how"], how["changed"], how["moved"]) == ("changes", 0, 0)
    full, how = built(site, full=True)
    assert how["how"] == "frozen"
    assert trained == frozen == changes == full


def test_what_was_kept_is_not_built_upon_when_a_delivery_is_no_longer_used(site: Platform) -> None:
    from saphan.services import _linking, models  # noqa: PLC0415 - Django is set up by `site`

    models.train(OPERATOR, site)
    models.accept(OPERATOR, site)
    built(site)
    release = current(site.project.lake)
    assert release is not None
    used = sorted(release.manifest["inputs"])
    lake = site.project.lake
    with drafting(lake) as draft, Engine(threads=1, memory_limit="500MB", may_read=[lake]) as engine:
        assert _linking.before(site, draft, engine, used, full=False).kept is not None
        left = _linking.before(site, draft, engine, used[1:], full=False)
    assert left.kept is None
    assert left.frozen is not None
    assert left.why is not None
