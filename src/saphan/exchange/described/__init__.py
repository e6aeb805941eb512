"""Made from a contract, never typed twice: template for Excel, JSON Schema, catalogue record, DCAT record."""

from saphan.exchange.described.catalogued import catalogue_record
from saphan.exchange.described.dcat import dcat_record
from saphan.exchange.described.json_schema import json_schema
from saphan.exchange.described.template import write_template

__all__ = ["catalogue_record", "dcat_record", "json_schema", "write_template"]
