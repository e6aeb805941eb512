"""From a file in the inbox to records: receive, read, conform, accept."""

from saphan.ingest.header import HeaderMismatch
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.read import Reading, check_readable, read, rows_table
from saphan.ingest.receipt import DamagedVault, Receipt, latest_by_file, receipts
from saphan.ingest.receive import AmbiguousFile, Received, UnknownFile, VaultFull, contract_of, receive

__all__ = [
    "AmbiguousFile",
    "DamagedVault",
    "HeaderMismatch",
    "Reading",
    "Receipt",
    "Received",
    "UnknownFile",
    "UnreadableFile",
    "VaultFull",
    "check_readable",
    "contract_of",
    "latest_by_file",
    "read",
    "receipts",
    "receive",
    "rows_table",
]
