"""Person records from five sources in one file, with the truth beside it: what linkage is measured on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from itertools import count as counting
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from saphan.synth import errormix
from saphan.synth.benchmark_sources import Knowledge, known, written
from saphan.synth.draw import scrambled, stream
from saphan.synth.hands import in_order
from saphan.synth.places import places, published_people
from saphan.synth.population import draw_people
from saphan.synth.shares import Share
from saphan.words import Words, say

Tell = Callable[[Words, float], None]
RECORDS, TRUTH = "linkage_records.parquet", "linkage_truth.parquet"
_PEOPLE = 25_000  # of one share: about 82,000 records
_RECORDS_PER_PERSON = 3.27  # measured; only sets how many family names there are
AS_OF = date(2026, 11, 22)  # the file is the same on every day


def write_benchmark(
    directory: Path, *, records: int, seed: int | None, hands: int, tell: Tell, mix: errormix.Benchmark | None = None
) -> None:
    """Exactly `records` rows in `linkage_records.parquet`, and whom each is about in `linkage_truth.parquet`.

    The same arguments give the same bytes, however many hands (processes) work. Without a seed: the one to report on;
    without a mix of errors: that of the committed file.
    """
    seed = errormix.seeds()["reporting"] if seed is None else seed
    directory.mkdir(parents=True, exist_ok=True)
    make = partial(_share, country=int(records / _RECORDS_PER_PERSON), seed=seed, mix=mix or errormix.benchmark())
    left, tables = records, in_order(make, counting(), hands=hands)
    out: tuple[pq.ParquetWriter, ...] = ()
    try:
        while left:
            tell(say("Drawing records of five sources"), 1 - left / records)
            parts = tuple(table.slice(0, left) for table in next(tables))
            out = out or tuple(
                pq.ParquetWriter(directory / name, part.schema, compression="zstd")
                for name, part in zip((RECORDS, TRUTH), parts, strict=True)
            )
            for writer, part in zip(out, parts, strict=True):
                writer.write_table(part, row_group_size=len(part))
            left -= len(parts[0])
    finally:
        _close(tables)
        for writer in out:
            writer.close()


def _close(tables: Iterator[object]) -> None:
    getattr(tables, "close")()  # noqa: B009  # a generator: stops the hands that are still at work


def _share(number: int, *, country: int, seed: int, mix: errormix.Benchmark) -> tuple[pa.Table, pa.Table]:
    """Records of one share's people and their truth, in an order drawn."""
    codes = tuple(published_people())
    share = Share(
        number=number,
        place=number,
        province="",
        people=_PEOPLE,
        country=country,
        seed=seed,
        begins=AS_OF,
        room=_PEOPLE,
    )
    everyone = draw_people(share, places(*codes))
    rng = stream(seed, "benchmark", number)
    life: Knowledge = known(everyone, mix, country=country, rng=rng)
    tables = [written(life, source, rng, former=mix.former) for source in mix.sources]
    both = pa.concat_tables(tables).combine_chunks()
    order = rng.permutation(len(both))
    both = both.take(pa.array(order))
    numbers = scrambled(number * (1 << 24) + np.arange(len(both), dtype=np.int64))
    ids = pa.array([f"{name:016x}" for name in numbers.tolist()], pa.string())
    records = both.drop_columns(["person", "household"]).add_column(0, "record_id", ids)
    truth = pa.table({"record_id": ids, **{name: both[name] for name in ("source", "person", "household")}})
    return records, truth
