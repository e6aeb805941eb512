"""Saphan (สะพาน): the bridge between a country's agencies and its people in hardship."""

__version__ = "0.1.0"
