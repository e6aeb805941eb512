"""Does a person keep her key from build to build, when records come, go, join and part?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow.compute as pc

from saphan.registry.keys import MINTED, mint
from saphan.store import Relation, empty, from_rows, query
from saphan.tables import IDENTITY, PERSON_KEYS, Table, Zone
from saphan.tables.shape import integer, text

SQL = Path(__file__).parent

CLAIMS = Table(
    name="claims",
    doc="One row: a cluster, the record that founds it, and the key it keeps from the release before.",
    zone=Zone.WITHIN_BUILD,
    key=("cluster_id",),
    columns=(
        integer("cluster_id", "the cluster"),
        text("founding_record", "its smallest record id"),
        text("person_id", "the key it keeps; null where it needs a new one"),
    ),
)
KEYS = Table(
    name="keys",
    doc="One row: a key.",
    zone=Zone.WITHIN_BUILD,
    key=("person_id",),
    columns=(text("person_id", "the key"),),
)


def assign_identity(
    clusters: Relation, previous: Relation, person_keys: Relation | None = None, *, turns: int = 0
) -> Relation:
    """Whose record each record is: an old key where most of the records carried it, else a new one.

    `previous` says whose each record was, also of those who were away; `person_keys` are all keys ever given. `turns`
    is how often somebody turned back or forward: a key made in a release that was left is not made again.
    """
    given = person_keys or empty(PERSON_KEYS, clusters.engine)
    claims = query(SQL / "claims.sql", returns=CLAIMS, inputs={"clusters": clusters, "previous": previous})

    def used(keys: Sequence[str]) -> set[str]:
        asked = from_rows([(key,) for key in sorted(set(keys))], returns=KEYS, engine=clusters.engine)
        inputs = {"asked": asked, "previous": previous, "person_keys": given}
        return {key for (key,) in query(SQL / "used_keys.sql", returns=KEYS, inputs=inputs).rows()}

    claimed = claims.arrow()
    new = claimed.filter(pc.is_null(claimed["person_id"]))["founding_record"].to_pylist()
    minted = from_rows(mint(new, letter="P", used=used, turns=turns), returns=MINTED, engine=clusters.engine)
    return query(
        SQL / "identity.sql", returns=IDENTITY, inputs={"clusters": clusters, "claims": claims, "minted": minted}
    )
