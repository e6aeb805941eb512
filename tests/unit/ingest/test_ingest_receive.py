from __future__ import annotations

import errno
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from saphan import ingest
from saphan.contracts import load_contracts

CONTRACT_FILES = Path(__file__).parents[2] / "fixtures" / "contracts"
CONTRACTS = load_contracts(CONTRACT_FILES)
CONTENT = "เลขประจำตัวประชาชน,ชื่อ\n1,ก\n".encode("cp874")
DAY = date(2026, 11, 22)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    path = tmp_path / "inbox"
    path.mkdir()
    return path


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return tmp_path / "vault"


def laid(inbox: Path, name: str = "old_age_2569.csv", content: bytes = CONTENT) -> Path:
    path = inbox / name
    path.write_bytes(content)
    return path


def take(file: Path, vault: Path, on: date = DAY) -> ingest.Received:
    return ingest.receive(file, CONTRACTS, vault=vault, on=on)


def test_a_file_moves_from_the_inbox_to_the_vault_beside_its_receipt(inbox: Path, vault: Path) -> None:
    received = take(file := laid(inbox), vault)
    receipt = received.receipt
    assert not file.exists()
    assert (vault / receipt.sha256 / "old_age_2569.csv").read_bytes() == CONTENT
    assert ingest.receipts(vault) == [receipt]
    assert receipt.delivery_id == f"d{receipt.sha256[:12]}"
    assert (receipt.dataset, receipt.agency, receipt.bytes, received.already) == (
        "old_age_allowance", "dla", len(CONTENT), False,
    )  # fmt: skip


def test_the_same_content_is_received_once_whatever_its_name(inbox: Path, vault: Path) -> None:
    first = take(laid(inbox), vault)
    again = take(file := laid(inbox, "old_age_copy.csv"), vault, on=date(2026, 12, 1))
    assert again == ingest.Received(first.receipt, already=True)
    assert not file.exists()
    assert ingest.receipts(vault) == [first.receipt]


def test_a_file_sent_again_corrects_the_one_before(inbox: Path, vault: Path) -> None:
    take(laid(inbox, content=CONTENT), vault)
    second = take(laid(inbox, content=CONTENT + CONTENT), vault)
    third = take(laid(inbox, "old_age_other.csv", CONTENT * 3), vault)
    assert [each.number for each in ingest.receipts(vault)] == [1, 2, 3]
    assert ingest.latest_by_file(ingest.receipts(vault)) == [second.receipt, third.receipt]


def test_of_a_list_sent_whole_the_last_file_counts_whatever_its_name(inbox: Path, vault: Path) -> None:
    take(laid(inbox), vault)
    later = take(laid(inbox, "old_age_2570.csv", CONTENT + b"2,x\n"), vault)
    other = take(laid(inbox, "old_age_2569.csv", CONTENT + b"3,x\n"), vault)
    received = ingest.receipts(vault)
    assert ingest.latest_by_file(received) == [other.receipt, later.receipt]
    assert ingest.latest_by_file(received, whole={"old_age_allowance"}) == [other.receipt]
    assert ingest.latest_by_file(received, whole={"another"}) == [other.receipt, later.receipt]


def test_a_name_that_no_contract_describes_is_answered_with_the_nearest(inbox: Path, vault: Path) -> None:
    with pytest.raises(ingest.UnknownFile, match=r"Did you mean `old_age_\*\.csv`\? Known names are"):
        take(laid(inbox, "oldage_2569.csv"), vault)


def test_a_name_that_two_contracts_describe_is_refused(inbox: Path, vault: Path) -> None:
    twice = {**CONTRACTS, "other": replace(CONTRACTS["old_age_allowance"], dataset="other")}
    with pytest.raises(ingest.AmbiguousFile, match="old_age_allowance, other"):
        ingest.receive(laid(inbox), twice, vault=vault, on=DAY)


def test_capital_letters_in_a_name_make_no_difference(inbox: Path, vault: Path) -> None:
    assert take(laid(inbox, "OLD_AGE_2569.CSV"), vault).receipt.dataset == "old_age_allowance"


def test_a_name_that_is_not_utf_8_is_answered_in_words_that_can_be_printed(inbox: Path, vault: Path) -> None:
    with pytest.raises(ingest.UnknownFile, match="not written in UTF-8") as raised:
        take(laid(inbox, "old_age_\udca1.csv"), vault)
    assert str(raised.value).encode()


def test_a_link_is_not_followed(inbox: Path, vault: Path, tmp_path: Path) -> None:
    secret = laid(tmp_path, "secret.csv")
    (inbox / "old_age_1.csv").symlink_to(secret)
    with pytest.raises(ingest.UnreadableFile, match="not a plain file"):
        take(inbox / "old_age_1.csv", vault)


# what a stopped machine can leave behind: every step that reaches the disk, stopped before it is done
STEPS = ("copyfile", "checksum", "check_readable", "_lay_in", "_sync", "to_json")


KILLED = """
import os, signal, sys
from datetime import date
from pathlib import Path
from saphan import ingest
from saphan.contracts import load_contracts
contracts, file, vault, at = sys.argv[1:]
synced, calls = os.fsync, 0
def killing(handle):
    global calls
    calls += 1
    if calls == int(at):
        os.kill(os.getpid(), signal.SIGKILL)
    synced(handle)
os.fsync = killing
ingest.receive(Path(file), load_contracts(Path(contracts)), vault=Path(vault), on=date(2026, 11, 22))
"""


class Stopped(BaseException):
    """The machine stopped here."""


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("call", range(1, 7))
def test_a_machine_that_stops_loses_nothing(
    inbox: Path, vault: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    owner = shutil if step == "copyfile" else sys.modules["saphan.ingest.receive"]
    real, calls = getattr(owner, step), 0

    def stopping(*values: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            raise Stopped
        return real(*values, **named)

    file = laid(inbox)
    with monkeypatch.context() as patched:
        patched.setattr(owner, step, stopping)
        try:
            take(file, vault)
        except Stopped:
            assert file.read_bytes() == CONTENT
            for receipt in ingest.receipts(vault):
                assert (vault / receipt.sha256 / receipt.file_name).read_bytes() == CONTENT
    if file.exists():
        take(file, vault)
    assert [each.file_name for each in ingest.receipts(vault)] == ["old_age_2569.csv"]
    assert not file.exists()
    assert not list(vault.glob(".receiving*"))


@pytest.mark.parametrize("at", range(1, 8))
def test_a_process_killed_at_any_sync_of_the_disk_loses_nothing(inbox: Path, vault: Path, at: int) -> None:
    file = laid(inbox)
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(CONTRACT_FILES), str(file), str(vault), str(at)], check=False
    )
    assert killed.returncode in (0, -signal.SIGKILL)
    copies = [path for path in vault.rglob("old_age_2569.csv") if path.read_bytes() == CONTENT]
    assert file.exists() or (copies and ingest.receipts(vault))
    if file.exists():
        assert file.read_bytes() == CONTENT
        take(file, vault)
    assert [each.file_name for each in ingest.receipts(vault)] == ["old_age_2569.csv"]
    assert not list(vault.glob(".receiving*"))


def test_a_full_disk_leaves_the_file_in_the_inbox(inbox: Path, vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    file = laid(inbox)
    with monkeypatch.context() as patched:
        patched.setattr(shutil, "copyfile", full)
        with pytest.raises(ingest.VaultFull, match="Free some space"):
            take(file, vault)
    assert file.read_bytes() == CONTENT
    assert take(file, vault).already is False


def test_a_file_changed_in_the_vault_is_not_read(inbox: Path, vault: Path) -> None:
    receipt = take(laid(inbox), vault).receipt
    (vault / receipt.sha256 / receipt.file_name).write_bytes(b"other")
    with pytest.raises(ingest.DamagedVault, match="changed"):
        ingest.read(receipt, CONTRACTS["old_age_allowance"], vault, engine=None)  # type: ignore[arg-type]  # never reached


def test_a_damaged_copy_is_mended_by_receiving_the_file_again(inbox: Path, vault: Path) -> None:
    receipt = take(laid(inbox), vault).receipt
    (vault / receipt.sha256 / receipt.file_name).write_bytes(b"other")
    assert take(laid(inbox), vault).already
    assert (vault / receipt.sha256 / receipt.file_name).read_bytes() == CONTENT


def test_a_receipt_that_cannot_be_read_is_named(inbox: Path, vault: Path) -> None:
    receipt = take(laid(inbox), vault).receipt
    (vault / receipt.sha256 / "receipt.json").write_text("{}")
    with pytest.raises(ingest.DamagedVault, match=r"receipt\.json"):
        ingest.receipts(vault)
