"""Engines, relations, queries and releases: the only package that imports an engine."""

from saphan.store.arrays import open_arrays, write_arrays
from saphan.store.draft import NO_SECOND_NAME, Draft, drafting, link_or_copy
from saphan.store.durable import checksum
from saphan.store.engine import Engine, Relation
from saphan.store.keeping import Keeper, KeptPart, code_of
from saphan.store.layers import Layer, LayerFile, open_layers, written_aside
from saphan.store.lease import Lease, lease, lease_current
from saphan.store.lying import Lying, files_of
from saphan.store.query import (
    empty,
    from_arrow,
    from_parts,
    from_rows,
    laid_together,
    query,
    read,
    read_by_parts,
    select,
    union,
    view,
    view_of,
    write_part,
)
from saphan.store.release import DamagedRelease, Release, current, open_release, releases, verify
from saphan.store.sums import Sums
from saphan.store.vacuum import remove, roll_back, vacuum

__all__ = [
    "NO_SECOND_NAME",
    "DamagedRelease",
    "Draft",
    "Engine",
    "Keeper",
    "KeptPart",
    "Layer",
    "LayerFile",
    "Lease",
    "Lying",
    "Relation",
    "Release",
    "Sums",
    "checksum",
    "code_of",
    "current",
    "drafting",
    "empty",
    "files_of",
    "from_arrow",
    "from_parts",
    "from_rows",
    "laid_together",
    "lease",
    "lease_current",
    "link_or_copy",
    "open_arrays",
    "open_layers",
    "open_release",
    "query",
    "read",
    "read_by_parts",
    "releases",
    "remove",
    "roll_back",
    "select",
    "union",
    "vacuum",
    "verify",
    "view",
    "view_of",
    "write_arrays",
    "write_part",
    "written_aside",
]
