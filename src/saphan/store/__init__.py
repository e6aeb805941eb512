"""Engines, relations, queries and releases: the only package that imports an engine."""

from saphan.store.arrays import open_arrays, write_arrays
from saphan.store.engine import Engine, Relation
from saphan.store.query import empty, from_arrow, from_parts, from_rows, query, read, select, union, view, write_part
from saphan.store.release import Draft, Release, checksum, current, drafting, open_release, releases, verify

__all__ = [
    "Draft",
    "Engine",
    "Relation",
    "Release",
    "checksum",
    "current",
    "drafting",
    "empty",
    "from_arrow",
    "from_parts",
    "from_rows",
    "open_arrays",
    "open_release",
    "query",
    "read",
    "releases",
    "select",
    "union",
    "verify",
    "view",
    "write_arrays",
    "write_part",
]
