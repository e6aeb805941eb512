"""What of an earlier build need not be made again? What was read of each delivery, and the register before this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path

import saphan
from saphan import carrying, intake, linkage, registry
from saphan.contracts.model import Contract
from saphan.pipeline import Built
from saphan.registry import lookup
from saphan.services.platform import Platform
from saphan.store import Draft, Engine, Keeper, Layer, LayerFile, Release, Sums, code_of
from saphan.tables import AWAY, DWELLINGS, RECORDS, Table, Zone

NEEDED = (*carrying.CARRIED, RECORDS, AWAY, DWELLINGS)


def keeper(platform: Platform, sums: Sums | None = None, *, afresh: bool = False) -> Keeper:
    """The keeper of what was read; `afresh` it holds nothing. `sums` are those of the files of this build."""
    home = platform.project.lake / "intake" / Zone.IDENTIFIERS
    found = Keeper(home, sums.of) if sums else Keeper(home)
    if afresh:
        found.forget_all_but(())
    return found


def register_by(contracts: Iterable[Contract], policy: registry.Policy) -> Mapping[str, object]:
    """What a register was made by, beside its records: code, policy, and how far each dataset is trusted."""
    home = Path(saphan.__file__).parent
    code = code_of(*(Path(str(package.__file__)).parent for package in (registry, linkage)))
    return {
        "code": f"{intake.code()} {code} {code_of(home / 'pipeline.py', home / 'carrying.py')}",
        "survivorship": repr(asdict(policy)),
        "datasets": {each.dataset: f"{each.trust} {each.residence}" for each in contracts},
    }


def former(draft: Draft, engine: Engine, register: Mapping[str, object]) -> carrying.Former | None:
    """The register of the release before; None where it was not made as this one is."""
    release = draft.before
    if release is None or not _is_alike(release.manifest.get("register_by", {}), register):
        return None
    if any(table.name not in release.content for table in NEEDED):  # of a release that lost or never had some of them
        return None
    return carrying.Former(
        layers={table.name: _layers(release, table) for table in carrying.CARRIED},
        tables=release.relations(engine),
        names=release.manifest["read_as"],
        kept_out=release.manifest["left_out_on_objection"]["records"],
        index=partial(_index, release, draft.sums),
    )


def _index(release: Release, sums: Sums) -> lookup.Index | None:
    """The index of the release's look-up, where it is as it was written."""
    path = release.attached(lookup.FILE)
    is_whole = path is not None and path.is_file() and sums.of(path) == release.entries[lookup.FILE]["sha256"]
    return lookup.open_index(path) if path and is_whole else None


def read_ahead(sums: Sums, linked: linkage.Before, former: carrying.Former | None) -> None:
    """Begin to read what this build will compare the checksums of, in the order in which it is needed."""
    if linked.kept is None or former is None:
        return  # everything is made anew, and little of what was there is read
    layers = (layer for name in carrying.CARRIED for layer in former.layers[name.name])
    sums.read_ahead([*linked.files, *(file.path for layer in layers for file in layer.files)])


def recorded(built: Built, register: Mapping[str, object]) -> Mapping[str, object]:
    """What the manifest says of both, for the build after this one."""
    return {"read_as": dict(built.read_as), "register_by": dict(register)}


def _is_alike(before: Mapping[str, object], now: Mapping[str, object]) -> bool:
    """Whether all is the same; a dataset may have come that was not there."""
    then, since = before.get("datasets"), now["datasets"]
    if not isinstance(then, dict) or not isinstance(since, dict):
        return False
    is_trusted_alike = all(since.get(name) == told for name, told in then.items())
    return is_trusted_alike and all(before[name] == now[name] for name in ("code", "survivorship"))


def _layers(release: Release, table: Table) -> tuple[Layer, ...]:
    whole = release.root / table.zone / f"{table.name}.parquet"
    return release.layers(table) or (Layer(LayerFile(whole, release.content[table.name])),)
