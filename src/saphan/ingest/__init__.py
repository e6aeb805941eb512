"""From a file in the inbox to records: receive, read, conform, accept."""

from saphan.ingest.accept import RowsLost, accept
from saphan.ingest.by_parts import take_in, take_opened
from saphan.ingest.conform import Conformed, conform
from saphan.ingest.correction import corrects, overlay
from saphan.ingest.database import Snapshot, SourceRefuses, SourceUnavailable, snapshot
from saphan.ingest.header import HeaderMismatch
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.read import Reading, Sorted, read, rows_table
from saphan.ingest.readable import check_readable, open_file
from saphan.ingest.receipt import RECEIPT, DamagedVault, Receipt, arrival, corrections_of, latest_by_file, receipts
from saphan.ingest.receive import AmbiguousFile, Received, UnknownFile, VaultFull, contract_of, receive
from saphan.ingest.return_sheet import Outcome, write_return_sheet
from saphan.ingest.unpack import is_packed, unpack

__all__ = [
    "RECEIPT",
    "AmbiguousFile",
    "Conformed",
    "DamagedVault",
    "HeaderMismatch",
    "Outcome",
    "Reading",
    "Receipt",
    "Received",
    "RowsLost",
    "Snapshot",
    "Sorted",
    "SourceRefuses",
    "SourceUnavailable",
    "UnknownFile",
    "UnreadableFile",
    "VaultFull",
    "accept",
    "arrival",
    "check_readable",
    "conform",
    "contract_of",
    "corrections_of",
    "corrects",
    "is_packed",
    "latest_by_file",
    "open_file",
    "overlay",
    "read",
    "receipts",
    "receive",
    "rows_table",
    "snapshot",
    "take_in",
    "take_opened",
    "unpack",
    "write_return_sheet",
]
