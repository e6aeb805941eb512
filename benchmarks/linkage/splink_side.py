"""Links a Parquet file with Splink 5 on DuckDB, in an environment of its own; writes clusters at several thresholds.

What someone who knows Splink would do for Thai: names mapped to one byte a character on distinct values (DuckDB
compares bytes), the comparison levels of Saphan, term frequencies of names, capped training, loose pairs dropped early.
"""

from __future__ import annotations

import json
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THAI = "".join(chr(point) for point in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)))
SIGNS = "".join(chr(point) for point in range(0x21, 0x7F) if chr(point) not in "'\"\\")
LOAD = """
CREATE TABLE people AS
WITH names AS (
    SELECT name, translate(name, $thai, $signs) AS plain
    FROM (SELECT given_name AS name FROM read_parquet($file) UNION SELECT family_name FROM read_parquet($file)) AS n
    WHERE name IS NOT NULL
)
SELECT r.record_id AS unique_id, r.citizen_id, r.citizen_id_valid, g.plain AS given_name, f.plain AS family_name,
    r.sex, r.birth_date, year(r.birth_date) AS birth_year, month(r.birth_date) AS birth_month,
    day(r.birth_date) AS birth_day,
    r.phone, r.house_number, r.subdistrict_code, r.district_code, r.province_code
FROM read_parquet($file) AS r
LEFT JOIN names AS g ON g.name = r.given_name
LEFT JOIN names AS f ON f.name = r.family_name
"""
TIGHT = (
    ("citizen_id",), ("given_name", "family_name"), ("family_name", "birth_date"), ("given_name", "birth_date"),
    ("phone",), ("birth_date", "subdistrict_code"),
)  # fmt: skip
RULES = {
    "eight": (*TIGHT, ("given_name", "subdistrict_code"), ("family_name", "subdistrict_code", "sex")),
    "tight": TIGHT,
    "years": (
        *TIGHT, ("given_name", "birth_year", "subdistrict_code"), ("family_name", "birth_year", "subdistrict_code"),
        ("birth_date", "house_number"),
    ),
    "widest": (
        *TIGHT, ("given_name", "subdistrict_code"), ("family_name", "subdistrict_code", "sex"),
        ("family_name", "birth_year", "subdistrict_code"), ("birth_date", "house_number"),
    ),
}  # fmt: skip
THRESHOLDS = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0)


def name(column: str, other: str) -> cl.CustomComparison:
    """How a name is compared; `other` is the name it may be exchanged with."""
    swapped = (
        f"{column}_l = {other}_r AND jaro_winkler_similarity({other}_l, {column}_r) >= 0.92"
        f" OR {other}_l = {column}_r AND jaro_winkler_similarity({column}_l, {other}_r) >= 0.92"
    )
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.JaroWinklerLevel(column, 0.92),
            cll.CustomLevel(swapped, "swapped"),
            cll.JaroWinklerLevel(column, 0.82),
            cll.ElseLevel(),
        ],
    )


def level(condition: str) -> cll.CustomLevel:
    """A level by its condition."""
    return cll.CustomLevel(condition, condition[:40])


def null(condition: str) -> cll.CustomLevel:
    """The level of what is not known."""
    return cll.CustomLevel(condition, "unknown").configure(is_null_level=True)


def comparisons() -> list[cl.CustomComparison]:
    """The levels of Saphan, as Splink says them."""
    right = "citizen_id_valid_l AND citizen_id_valid_r"
    vague = "(birth_month_l = 1 AND birth_day_l = 1 OR birth_month_r = 1 AND birth_day_r = 1)"
    year = "birth_year_l = birth_year_r"
    parts = (
        "((birth_year_l = birth_year_r)::int + (birth_month_l = birth_month_r)::int + (birth_day_l = birth_day_r)::int)"
    )
    return [
        cl.CustomComparison(output_column_name="citizen_id", comparison_levels=[
            cll.NullLevel("citizen_id"), level(f"citizen_id_l = citizen_id_r AND {right}"),
            level("citizen_id_l = citizen_id_r"), level("damerau_levenshtein(citizen_id_l, citizen_id_r) <= 1"),
            level(f"NOT ({right})"), cll.ElseLevel()]),
        name("given_name", "family_name"),
        name("family_name", "given_name"),
        cl.CustomComparison(output_column_name="birth_date", comparison_levels=[
            cll.NullLevel("birth_date"), level(f"birth_date_l = birth_date_r AND NOT {vague}"),
            level(f"{year} AND birth_month_l = birth_day_r AND birth_day_l = birth_month_r AND NOT {vague}"),
            level(f"{parts} = 2 AND NOT {vague}"), level(f"{year} AND {vague}"), level(year), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="sex", comparison_levels=[
            cll.NullLevel("sex"), cll.ExactMatchLevel("sex"), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="place", comparison_levels=[
            null("subdistrict_code_l IS NULL OR subdistrict_code_r IS NULL"),
            level("subdistrict_code_l = subdistrict_code_r AND house_number_l = house_number_r"),
            level("subdistrict_code_l = subdistrict_code_r"), level("district_code_l = district_code_r"),
            level("province_code_l = province_code_r"), cll.ElseLevel()]),
        cl.CustomComparison(output_column_name="phone", comparison_levels=[
            cll.NullLevel("phone"), cll.ExactMatchLevel("phone"), cll.ElseLevel()]),
    ]  # fmt: skip


def main(file: str, out: str, chosen: str, blocking: str) -> None:
    """Link the file once by a set of blocking rules, with clusters at one threshold in bits or at all of them."""
    began, imported = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    laps: dict[str, float] = {}

    def lap(what: str) -> None:
        laps[what] = time.perf_counter() - began

    connection = duckdb.connect(config={"threads": 4, "memory_limit": "14GB", "temp_directory": f"{out}.spill"})
    connection.execute(LOAD, {"file": file, "thai": THAI, "signs": SIGNS[: len(THAI)]})
    lap("load")
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons(), retain_matching_columns=False,
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES[blocking]],
    )  # fmt: skip
    linker = Linker(api.register("people"), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("citizen_id"), block_on("given_name", "family_name", "birth_date")], recall=0.9
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (("citizen_id",), ("given_name", "family_name"), ("birth_date", "subdistrict_code")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule), max_pairs=1e6)
    lap("train")
    predictions = linker.inference.predict(threshold_match_weight=0.0)
    lap("predict")
    thresholds = THRESHOLDS if chosen == "all" else (float(chosen),)
    for weight in thresholds:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_weight=weight
        )
        rows = f"SELECT unique_id AS record_id, cluster_id FROM {clusters.physical_name}"  # noqa: S608  # Splink's own name
        connection.execute(f"COPY ({rows}) TO '{out}.{weight}.parquet'")
    lap("cluster")
    laps["total"] = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = used.ru_utime + used.ru_stime - imported.ru_utime - imported.ru_stime
    peak = used.ru_maxrss / 1e6
    print(json.dumps({"seconds": laps, "peak_gb": peak, "cpu": cpu}))


if __name__ == "__main__":
    main(*sys.argv[1:])
