"""How much does linkage depend on how people write things down? The same policy on error mixes nothing was tuned on.

    python benchmarks/linkage/held_out.py [--records 200000] [--seed 61]

Beside the committed mix (synth/errors.yaml): every rate of error doubled, every rate halved, and the rates of the four
careless sources handed round, so that the large registers write as charities do.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import fields, replace
from pathlib import Path

from run import measured, prepared, side

from saphan.synth import errormix
from saphan.synth.errormix import Benchmark, Source

KEPT = {"name", "covers", "twice"}  # who stands in a source, not how it writes
MOST = 9900


def times(mix: Benchmark, factor: float) -> Benchmark:
    """Every rate of error so many times as high."""
    return replace(mix, sources=tuple(worse(source, factor) for source in mix.sources))


def worse(source: Source, factor: float) -> Source:
    """One source's rates of error so many times as high; telephones are left out as often as before."""
    rates = {each.name for each in fields(Source)} - KEPT - {"no_phone"}
    return replace(source, **{name: min(MOST, int(getattr(source, name) * factor)) for name in rates})


def handed_round(mix: Benchmark) -> Benchmark:
    """Each careless source writes as the next one does."""
    first, *others = mix.sources
    errors = [{each.name: getattr(source, each.name) for each in fields(Source) if each.name not in KEPT}
              for source in [*others[1:], others[0]]]  # fmt: skip
    return replace(mix, sources=(first, *(replace(one, **of) for one, of in zip(others, errors, strict=True))))


def main() -> None:
    """Make a file of each mix, link it, print what it is worth."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--records", type=int, default=200_000)
    asked.add_argument("--seed", type=int, default=61)
    wanted = asked.parse_args()
    plain = errormix.benchmark()
    mixes = {"committed": plain, "doubled": times(plain, 2), "halved": times(plain, 0.5), "round": handed_round(plain)}
    base = 0.0
    for name, mix in mixes.items():
        with tempfile.TemporaryDirectory() as place:
            file, truth = prepared(Path(place), wanted.records, wanted.seed, mix)
            side(sys.executable, "saphan_side.py", file, Path(place) / "saphan.parquet")
            precision, recall, f1 = measured(truth, Path(place) / "saphan.parquet")
        base = base or f1
        print(f"{name}: precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f} ({100 * (f1 - base):+.2f} points)")


if __name__ == "__main__":
    main()
