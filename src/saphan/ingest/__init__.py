"""From a file in the inbox to records: receive, read, conform, accept."""

from saphan.ingest.accept import RowsLost, accept
from saphan.ingest.conform import Conformed, conform
from saphan.ingest.header import HeaderMismatch
from saphan.ingest.opened import UnreadableFile
from saphan.ingest.read import Reading, read, rows_table
from saphan.ingest.readable import check_readable
from saphan.ingest.receipt import RECEIPT, DamagedVault, Receipt, latest_by_file, receipts
from saphan.ingest.receive import AmbiguousFile, Received, UnknownFile, VaultFull, contract_of, receive
from saphan.ingest.return_sheet import Outcome, write_return_sheet

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
    "UnknownFile",
    "UnreadableFile",
    "VaultFull",
    "accept",
    "check_readable",
    "conform",
    "contract_of",
    "latest_by_file",
    "read",
    "receipts",
    "receive",
    "rows_table",
    "write_return_sheet",
]
