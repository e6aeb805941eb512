from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from saphan.contracts import load_contract
from saphan.ingest import UnreadableFile, encoding
from saphan.ingest.encoding import UNREADABLE, detect, open_text

CONTRACTS = Path(__file__).parents[2] / "fixtures" / "contracts"
CONTRACT = load_contract(CONTRACTS / "old_age.yaml")
ANY = replace(CONTRACT, file=replace(CONTRACT.file, encoding="auto"))
THAI = "เลขประจำตัวประชาชน,ชื่อ\n1,สมชาย ใจดี\n"


def laid(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("byte", range(256))
def test_every_byte_of_the_thai_code_page_is_a_sign_a_control_or_marked(tmp_path: Path, byte: int) -> None:
    try:
        expected = bytes([byte]).decode("cp874")
    except UnicodeDecodeError:  # thai-data.md, section 6: below A0 a control character, above it an error
        expected = chr(byte) if byte < 0xA0 else ""
    with open_text(laid(tmp_path, b"a" + bytes([byte]) + b"b"), "cp874") as text:
        read = text.read()[1:-1]
    assert read == expected if expected else UNREADABLE.search(read)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_a_run_of_bytes_that_cannot_be_is_marked_as_each_of_them_is(tmp_path: Path, encoding: str) -> None:
    run = b"\xdc\xdb" * 70_000  # longer than what is read at once; in UTF-16 a second half without its first
    with open_text(laid(tmp_path, "ก".encode(encoding) + run + "ข".encode(encoding)[-3:]), encoding) as text:
        read = text.read()
    marks = [chr(0xDC00 + byte) for byte in run]
    assert read[0] == "ก"
    assert list(read[1 : len(marks) + 1]) == marks


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (THAI.encode(), "utf-8"),
        (THAI.encode("utf-8-sig"), "utf-8-sig"),
        (THAI.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + THAI.encode("utf-16-be"), "utf-16"),
        (THAI.encode("cp874"), "cp874"),
        (b"id,amount\n1,600\n", "utf-8"),
        (THAI.encode("cp874") + b"\x93\x94\x85\x80", "cp874"),
        (THAI.encode()[:-4], "utf-8"),  # cut within a letter
        ("ชื่อ\nระยะ".encode()[:-1], "utf-8"),  # so few, and all in the Thai range of cp874 too
        (b"a," + b"id,amount\n" * 2000 + "ยก".encode("cp874"), "utf-8"),
    ],
)
def test_the_content_tells_the_encoding(tmp_path: Path, content: bytes, encoding: str) -> None:
    assert detect(laid(tmp_path, content), ANY) == encoding


def test_a_file_so_short_that_it_is_valid_in_both_is_read_as_its_contract_says(tmp_path: Path) -> None:
    path = laid(tmp_path, "id\nยก\n".encode("cp874"))
    assert detect(path, CONTRACT) == "cp874"
    assert detect(path, ANY) == "utf-8"


@pytest.mark.parametrize(
    "content",
    [
        "Größe,Übung,Änderung,ßÜÝÞ\n".encode("latin-1") * 20,
        "名前,住所,電話番号\n".encode("shift-jis") * 20,
        b"\x00\x01" * 500,
    ],
    ids=["latin-1", "shift-jis", "zero bytes"],
)
def test_what_is_no_thai_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = laid(tmp_path, content)
    with pytest.raises(UnreadableFile, match=r"file\.csv"):
        detect(path, ANY)


@pytest.mark.parametrize("at", range(-4, 5))
@pytest.mark.parametrize("damage", [b"", b"\x80", b"\xe0", b"\xe0\xb8", b"\xb8\x81", b"\x80\x80\x80\x80", b"\x00"])
def test_a_letter_across_two_parts_is_told_as_python_tells_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int, damage: bytes
) -> None:
    monkeypatch.setattr(encoding, "_LARGE_BLOCK", 64)
    whole = b"x" * (64 + at) + "กข".encode() * 20
    content = whole[: 64 + at] + damage + whole[64 + at :]
    path = tmp_path / "a"
    path.write_bytes(content)
    try:
        is_text = "\x00" not in content.decode()
    except UnicodeDecodeError:
        is_text = False
    assert encoding._is_thai_utf8(path) == is_text
