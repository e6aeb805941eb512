"""Links a Parquet file of records with Saphan; writes record_id, cluster_id. Compilation is timed apart."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from saphan import linkage
from saphan.store import Engine, Relation, empty
from saphan.tables import CLEAN_SOURCES, RECORDS, VERDICTS


def main(file: str, out: str) -> None:
    """Link the file once and say how long each part took."""
    policy, path = linkage.default_policy(), Path(file)
    began = time.perf_counter()
    linkage.warm()
    compiled, warmed = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    with Engine(memory_limit="4GB", threads=4, scratch=path.parent / "scratch", may_read=[path.parent]) as engine:
        engine.open_parquet("given", path)
        records = Relation(RECORDS, "given", engine)
        found = linkage.link(records, empty(VERDICTS, engine), empty(CLEAN_SOURCES, engine), policy)
    clusters = pa.table({"record_id": found.record_ids, "cluster_id": found.cluster_ids})
    # compressed as the peer compresses; ids that are all different make no dictionary, nor do numbers that rise
    pq.write_table(clusters, out, use_dictionary=False, column_encoding={"cluster_id": "DELTA_BINARY_PACKED"})
    seconds = {**found.seconds, "total": time.perf_counter() - compiled, "compiled code ready": compiled - began}
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - warmed.ru_utime - warmed.ru_stime
    peak = used.ru_maxrss / 1e6
    print(json.dumps({"seconds": seconds, "peak_gb": peak, "cpu": cpu, "pairs": len(found.decided.one)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
