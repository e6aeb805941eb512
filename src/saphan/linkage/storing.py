"""Where does what a build keeps of its linkage lie? Three files of arrays: the model, the base, and what came since.

The base is by far the largest and stays as it is until a build makes a new one, so releases share it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from saphan.linkage.encoding import HASHED
from saphan.linkage.freezing import Arrays, Frozen, made_by
from saphan.linkage.groups import Groups
from saphan.linkage.keeping import SPELT, Kept, Pairs, Segment
from saphan.linkage.kernels import COLUMNS
from saphan.linkage.overruling import Said
from saphan.linkage.spelling import Spelling
from saphan.store.arrays import open_arrays, write_arrays

LAYOUT = 1  # of the files: raise it when an array changes its meaning
MODEL, BASE, CHANGES = "linking_model.arrow", "linking_base.arrow", "linking_changes.arrow"
FILES = (MODEL, BASE, CHANGES)
Read = Mapping[str, npt.NDArray[np.generic]]


def written(kept: Kept) -> dict[str, Callable[[Path], None]]:
    """By file, what writes it."""
    arrays: dict[str, Callable[[], Arrays]] = {
        MODEL: kept.frozen.arrays, BASE: lambda: _base(kept), CHANGES: lambda: _changes(kept)
    }  # fmt: skip

    def writer(name: str) -> Callable[[Path], None]:
        return lambda path: write_arrays(path, arrays[name](), layout=_layout(name))

    return {name: writer(name) for name in FILES}


def write_kept(kept: Kept, directory: Path) -> None:
    """Write what is kept into a directory; a base that lies there is taken to be its own."""
    for name, write in written(kept).items():
        if name == CHANGES or not (directory / name).exists():
            aside = directory / f"{name}.new"  # what is read where it lies must not change under the reader
            write(aside)
            aside.replace(directory / name)


def read_kept(paths: Mapping[str, Path]) -> Kept | None:
    """What was kept, read where it lies; None where it was made by another version of the code."""
    read = [_read(paths[name], name) for name in FILES]
    if any(each is None for each in read):
        return None
    model, base, later = (each or {} for each in read)
    frozen = Frozen.of_arrays(model)
    segment, since = (_segment(each, frozen.policy.blocking) for each in (base, later))
    count = len(segment)
    gone = np.zeros(count + len(since), dtype=np.bool_)
    gone[later["gone"]] = True
    return Kept(
        frozen=frozen, base=segment, since=since, base_pairs=_pairs(base), since_pairs=_pairs(later),
        before=_whole(later["before"]), order=_whole(later["order"]), gone=gone,
        groups=Groups(_codes(base["label"]), _codes(base["first"]), _whole(later["moved"]),
                      _codes(later["moved_label"]), _codes(later["moved_first"])),
        said=Said(_whole(later["said_one"]), _whole(later["said_other"]), later["said_same"].astype(np.bool_),
                  _whole(later["said_patterns"]), later["said_weights"].astype(np.float64)),
        crowded={rule: later[f"crowded_{rule}"].astype(np.uint64) for rule in frozen.policy.blocking},
        clean=later["clean"].astype(np.uint64),
    )  # fmt: skip


def write_frozen(frozen: Frozen, path: Path) -> None:
    """Write a frozen model alone; who reads the file meanwhile sees the former one."""
    aside = path.with_name(f"{path.name}.new")
    write_arrays(aside, frozen.arrays(), layout=_layout(MODEL))
    aside.replace(path)


def read_frozen(path: Path) -> Frozen | None:
    """The frozen model alone; None where it was made by another version of the code."""
    arrays = _read(path, MODEL)
    return None if arrays is None else Frozen.of_arrays(arrays)


def _layout(name: str) -> str:
    # a model holds what was learned and counted; what it means is fixed by its own layout, not by the code around it
    return f"{LAYOUT}" if name == MODEL else f"{LAYOUT} {made_by()}"


def _read(path: Path, name: str) -> Read | None:
    arrays: dict[str, pa.Array] | None = open_arrays(path, layout=_layout(name))
    return None if arrays is None else {each: of.to_numpy(zero_copy_only=True) for each, of in arrays.items()}


def _base(kept: Kept) -> Arrays:
    return {**_of_segment(kept.base), **_of_pairs(kept.base_pairs), "label": kept.groups.base_label,
            "first": kept.groups.base_first}  # fmt: skip


def _changes(kept: Kept) -> Arrays:
    return {
        **_of_segment(kept.since), **_of_pairs(kept.since_pairs),
        "moved": kept.groups.rows, "moved_label": kept.groups.label, "moved_first": kept.groups.first,
        "before": kept.before, "order": kept.order, "gone": np.flatnonzero(kept.gone),
        "said_one": kept.said.one, "said_other": kept.said.other, "said_same": kept.said.same.astype(np.uint8),
        "said_patterns": kept.said.patterns, "said_weights": kept.said.weights,
        **{f"crowded_{rule}": keys for rule, keys in kept.crowded.items()}, "clean": kept.clean,
    }  # fmt: skip


def _of_segment(part: Segment) -> Arrays:
    letters, starts = part.ids
    spelt = {f"{kind}_{name}": of for name, each in part.spelt.items() for kind, of in
             (("points", each.points), ("starts", each.starts))}  # fmt: skip
    return {
        "ids": letters, "id_starts": starts, "rows": part.rows.reshape(-1), "households": part.households,
        "datasets": part.datasets, **{f"hash_{name}": of for name, of in part.hashes.items()}, **spelt,
        **{f"print_{rule}": of for rule, of in part.prints.items()},
    }  # fmt: skip


def _segment(read: Read, rules: Sequence[str]) -> Segment:
    return Segment(
        ids=(read["ids"].astype(np.uint8, copy=False), _whole(read["id_starts"])),
        rows=_codes(read["rows"]).reshape(-1, COLUMNS),
        households=_codes(read["households"]),
        datasets=_codes(read["datasets"]),
        hashes={name: read[f"hash_{name}"].astype(np.uint64, copy=False) for name in HASHED},
        spelt={
            name: Spelling(read[f"points_{name}"].astype(np.uint32, copy=False), _whole(read[f"starts_{name}"]))
            for name in SPELT
        },
        prints={rule: read[f"print_{rule}"].astype(np.uint32, copy=False) for rule in rules},
    )


def _of_pairs(pairs: Pairs) -> Arrays:
    return {
        "one": pairs.one, "other": pairs.other, "codes": pairs.codes, "weights": pairs.weights, "rulings": pairs.rulings
    }  # fmt: skip


def _pairs(read: Read) -> Pairs:
    one, other, codes = (_codes(read[name]) for name in ("one", "other", "codes"))
    return Pairs(
        one, other, codes, read["weights"].astype(np.float64, copy=False), read["rulings"].astype(np.uint8, copy=False)
    )


def _codes(values: npt.NDArray[np.generic]) -> npt.NDArray[np.int32]:
    return values.astype(np.int32, copy=False)


def _whole(values: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    return values.astype(np.int64, copy=False)
