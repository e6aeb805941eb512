"""A province is built, its sample judged with slips, and built again: what release, terminal and pages say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

JUDGE = """
import json, sys
from datetime import date
from pathlib import Path
import numpy as np
import pyarrow.parquet as pq
from saphan.access.actor import Asker
from saphan.services.platform import open_platform

root = Path(sys.argv[1])
platform = open_platform(root, {})
from saphan.desk import queries
from saphan.services import builds, reading, reviews, users

asker = Asker("os:test", "link_records", frozenset({"operator"}))
reviewer = Asker("user:test", "link_records", frozenset({"reviewer"}))
reviews.sample(asker, platform, size=200)
truth = {(row["dataset"], row["row_number"]): row["truth_id"]
         for row in pq.read_table(root / "truth" / "records.parquet").to_pylist()}
records = reading.open_current(platform).relations["records"].arrow()
who = {row["record_id"]: truth[row["dataset"], row["row_number"]] for row in records.to_pylist()}
rng = np.random.default_rng(1)
for at, pair in enumerate(queries.sample_pairs(queries.latest_sample())):
    same = (who[pair.record_a] == who[pair.record_b]) ^ (rng.random() < 0.02)
    word = "cannot_tell" if at % 60 == 59 else "same" if same else "different"
    reviews.judge(reviewer, platform, record_a=pair.record_a, record_b=pair.record_b, verdict=word)
users.make_login(Asker("os:test", "oversight", frozenset({"operator"})), platform, "looks", roles=["executive"])
"""
LOOK = """
import json, sys
from pathlib import Path
from saphan.services.platform import open_platform
open_platform(Path(sys.argv[1]), {})
from django.test import Client
from saphan.desk.models import User

pages = {}
for language in ("th", "en"):
    client = Client(headers={"host": "localhost"})
    client.cookies["django_language"] = language
    client.force_login(User.objects.get(username="looks"))
    pages[language] = [client.get(path).content.decode() for path in ("/", "/linkage-quality/")]
print(json.dumps(pages))
"""

Saphan = Callable[..., "subprocess.CompletedProcess[str]"]


def python(script: str, root: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, str(root)], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def manifest(root: Path) -> dict[str, object]:
    release = (root / "lake" / "CURRENT").read_text("utf-8")
    read: dict[str, object] = json.loads((root / "lake" / "releases" / release / "manifest.json").read_text("utf-8"))
    return read


def test_a_judged_sample_makes_the_next_release_calibrated_and_says_so_everywhere(
    province: Path, saphan: Saphan
) -> None:
    assert manifest(province)["calibrated"] is False
    assert "No sample was drawn yet" in saphan("review", "status", province).stdout
    python(JUDGE, province)
    status = saphan("review", "status", province).stdout
    assert "The next build will be calibrated" in status
    built = saphan("build", province, "--as-of", "2026-11-22").stdout
    assert "Match weights are not yet checked" not in built
    found = manifest(province)
    assert found["calibrated"] is True
    model, rates, review = found["model"], found["linkage_quality"], found["review"]
    assert isinstance(model, dict)
    assert isinstance(rates, dict)
    assert isinstance(review, dict)
    calibration = model["calibration"]
    assert calibration["lowest"] <= calibration["precision"] <= calibration["highest"]
    assert calibration["precision"] >= 0.985
    assert set(model["rarity"]) == {"usual", "most", "fewest"}
    assert rates["basis"] == "verdicts"
    assert review["cannot_tell"] >= 3
    quality = saphan("review", "quality", province).stdout
    assert "By age" in quality
    pages = json.loads(python(LOOK, province))
    assert "Provisional" not in pages["en"][0]
    assert "Estimated from" in pages["en"][1]
    assert f"{100 * rates['precision_low']:.1f}" in pages["th"][1]
