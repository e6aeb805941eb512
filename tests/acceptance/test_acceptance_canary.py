"""No value of a person's record in a log, an error, a count or the content zone: canaries in every field."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "first-agency"
Saphan = Callable[..., subprocess.CompletedProcess[str]]

CANARIES = {
    "name": "คานารีสีเหลือง",
    "family": "นกคีรีบูน",
    "house": "98765/43",
    "number": "1234567890121",
    "bad number": "12345678X0121",
    "bad date": "31/02/2498",
}


def planted(text: str) -> str:
    """The example's delivery with canaries in a row that is taken and in one that waits."""
    rows = list(csv.DictReader(io.StringIO(text)))
    rows[0]["เลขประจำตัวประชาชน"] = CANARIES["number"]
    rows[1]["เลขประจำตัวประชาชน"] = CANARIES["bad number"]
    rows[1]["วันเกิด"] = CANARIES["bad date"]
    for row in rows[:2]:
        row["ชื่อ-สกุล"] = f"{CANARIES['name']} {CANARIES['family']}"
        row["บ้านเลขที่"] = CANARIES["house"]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def spoken(root: Path) -> str:
    """Everything a build wrote that is neither the file itself, the identifiers zone nor the agency's own sheet."""
    said = []
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        if not path.is_file() or inside[0] in ("vault", "keys") or "identifiers" in inside or "return-sheets" in inside:
            continue
        if path.suffix == ".parquet":
            said.append(str(pq.read_table(path).to_pydict()))
        else:
            said.append(path.read_bytes().decode("utf-8", errors="replace"))
    return "\n".join(said)


def test_no_canary_sings_outside_the_identifiers(tmp_path: Path, saphan: Saphan) -> None:
    root = tmp_path / "project"
    saphan("init", root)
    shutil.copy(EXAMPLE / "contract.yaml", root / "contracts")
    shutil.copy(EXAMPLE / "agreement.yaml", root / "agreements")
    name = "older_persons_2569_11.csv"
    text = (EXAMPLE / name).read_bytes().decode("utf-8-sig")
    (root / "inbox" / name).write_text(planted(text), "utf-8")
    built = saphan("build", root, "--as-of", "2026-11-22")
    journal = saphan("journal", "show", root)
    # a second file that fails as a whole, and one under a name nobody promised
    (root / "inbox" / "older_persons_2569_12.csv").write_text(planted(text).split("\n", 1)[1], "utf-8")
    (root / "inbox" / "unpromised.csv").write_text(planted(text), "utf-8")
    failed = saphan("build", root, "--as-of", "2026-11-22", check=False)
    said = built.stdout + built.stderr + journal.stdout + failed.stdout + failed.stderr
    for canary in CANARIES.values():
        assert canary not in said
    for path in ("unpromised.csv", "older_persons_2569_12.csv"):
        (root / "inbox" / path).unlink(missing_ok=True)
    everything = spoken(root)
    for canary in CANARIES.values():
        assert canary not in everything
    (identifiers,) = sorted(root.rglob("identifiers/identifiers.parquet"))[-1:]
    assert CANARIES["name"] in str(pq.read_table(identifiers).to_pydict()), "the canary never came in"
