"""Protected tables as SDMX, the statistical offices' common form."""

from saphan.exchange.sdmx.csv_file import Flow, WithheldValue, flow_of, write_sdmx_csv

__all__ = ["Flow", "WithheldValue", "flow_of", "write_sdmx_csv"]
