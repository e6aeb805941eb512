"""A zip of a few plain files is unpacked; any other is refused by name."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from saphan import ingest


def packed(tmp_path: Path, files: dict[str, bytes]) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    return path


def test_the_files_of_a_zip_lie_beside_each_other(tmp_path: Path) -> None:
    path, into = packed(tmp_path, {"a.csv": b"1", "b.csv": b"2"}), tmp_path / "into"
    into.mkdir()
    assert ingest.is_packed(path)
    assert [file.read_bytes() for file in ingest.unpack(path, into)] == [b"1", b"2"]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"../a.csv": b"1"}, "directories"),
        ({"x/a.csv": b"1"}, "directories"),
        ({"a.zip": b"1"}, "packed file lies"),
        ({"a.csv": bytes(64 << 20)}, "far more"),
        ({f"{at}.csv": b"" for at in range(51)}, "51 files"),
        ({}, "0 files"),
        ({"a.csv": b"1", "A.csv": b"2"}, "one name"),
    ],
)
def test_what_is_no_plain_zip_is_refused(tmp_path: Path, files: dict[str, bytes], says: str) -> None:
    with pytest.raises(ingest.UnreadableFile, match=says):
        ingest.unpack(packed(tmp_path, files), tmp_path / "nowhere")
