"""Data contracts (Open Data Contract Standard) and agreements: load them, and say what is wrong with them."""

from saphan.contracts.agreement import load_agreement, load_agreements
from saphan.contracts.faults import BadContract
from saphan.contracts.load import NoContracts, load_contract, load_contracts

__all__ = ["BadContract", "NoContracts", "load_agreement", "load_agreements", "load_contract", "load_contracts"]
