"""Records for the government data catalogue, checked before they leave, since its servers do not check them."""

from saphan.exchange.catalogue.fields import FIELDS, Field, check
from saphan.exchange.catalogue.record import Steward, record, write_record

__all__ = ["FIELDS", "Field", "Steward", "check", "record", "write_record"]
