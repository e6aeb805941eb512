"""Links the seven registers of pseudopeople with Splink 5 on DuckDB; writes clusters at several thresholds."""

from __future__ import annotations

import json
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink_side import THRESHOLDS, level, name, null

LOAD = """
CREATE TABLE people AS
SELECT record_id AS unique_id, other_number, given_name, family_name, sex, birth_date, year(birth_date) AS birth_year,
    month(birth_date) AS birth_month, day(birth_date) AS birth_day, house_number, street
FROM read_parquet($file)
"""
NUMBERS = (
    ("other_number",), ("given_name", "family_name"), ("family_name", "birth_date"), ("given_name", "birth_date"),
)  # fmt: skip
ADDRESSES = (("given_name", "street"), ("family_name", "street", "house_number"), ("birth_date", "street"))
RULES = {
    "numbers and names": NUMBERS,
    "and addresses": (*NUMBERS, *ADDRESSES),
    "and years": (*NUMBERS, *ADDRESSES, ("family_name", "birth_year"), ("given_name", "birth_year")),
}


def comparisons() -> list[cl.CustomComparison]:
    """The levels of Saphan for what these registers hold, as Splink says them."""
    vague = "(birth_month_l = 1 AND birth_day_l = 1 OR birth_month_r = 1 AND birth_day_r = 1)"
    year = "birth_year_l = birth_year_r"
    parts = (
        "((birth_year_l = birth_year_r)::int + (birth_month_l = birth_month_r)::int + (birth_day_l = birth_day_r)::int)"
    )
    return [
        cl.CustomComparison(output_column_name="other_number", comparison_levels=[
            cll.NullLevel("other_number"), cll.ExactMatchLevel("other_number"),
            level("damerau_levenshtein(other_number_l, other_number_r) <= 1"), cll.ElseLevel()]),
        name("given_name", "family_name"),
        name("family_name", "given_name"),
        cl.CustomComparison(output_column_name="birth_date", comparison_levels=[
            cll.NullLevel("birth_date"), level(f"birth_date_l = birth_date_r AND NOT {vague}"),
            level(f"{year} AND birth_month_l = birth_day_r AND birth_day_l = birth_month_r AND NOT {vague}"),
            level(f"{parts} = 2 AND NOT {vague}"), level(f"{year} AND {vague}"), level(year), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="sex", comparison_levels=[
            cll.NullLevel("sex"), cll.ExactMatchLevel("sex"), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="place", comparison_levels=[
            null("street_l IS NULL OR street_r IS NULL"),
            level("street_l = street_r AND house_number_l = house_number_r"), level("street_l = street_r"),
            cll.ElseLevel()]),
    ]  # fmt: skip


def main(file: str, out: str, blocking: str) -> None:
    """Link the file once, with clusters at all thresholds."""
    began = time.perf_counter()
    connection = duckdb.connect(config={"threads": 4, "memory_limit": "4GB"})
    connection.execute(LOAD, {"file": file})
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons(), retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES[blocking]],
    )  # fmt: skip
    linker = Linker(DuckDBAPI(connection=connection).register("people"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("other_number"), block_on("given_name", "family_name", "birth_date")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=1)
    for rule in (("other_number",), ("given_name", "family_name"), ("birth_date",), ("given_name", "street")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predictions = linker.inference.predict(threshold_match_weight=-2.0)
    for weight in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_weight=weight
        )
        rows = f"SELECT unique_id AS record_id, cluster_id FROM {clusters.physical_name}"  # noqa: S608  # Splink's own name
        connection.execute(f"COPY ({rows}) TO '{out}.{weight}.parquet'")
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = {"total": time.perf_counter() - began}
    print(json.dumps({"seconds": seconds, "peak_gb": used.ru_maxrss / 1e6, "cpu": used.ru_utime + used.ru_stime}))


if __name__ == "__main__":
    main(*sys.argv[1:])
