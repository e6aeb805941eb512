"""Intake against the bare engine: the same file, typed and written to Parquet by DuckDB alone, in one run.

python benchmarks/intake/run.py [rows]; the file is made once beside the system's temporary files.
"""

from __future__ import annotations

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
from saphan import ingest, quality
from saphan.contracts.meanings import Meaning
from saphan.contracts.model import Contract, Field, FileShape
from saphan.ingest.read import Sorted
from saphan.ingest.readable import open_file
from saphan.store import Engine, checksum

COLUMNS: tuple[tuple[str, Meaning | None, str], ...] = (
    ("เลขบัตร", Meaning.CITIZEN_ID, "VARCHAR"), ("คำนำหน้า", Meaning.TITLE, "VARCHAR"),
    ("ชื่อ", Meaning.GIVEN_NAME, "VARCHAR"), ("นามสกุล", Meaning.FAMILY_NAME, "VARCHAR"),
    ("เพศ", Meaning.SEX, "VARCHAR"), ("วันเกิด", Meaning.BIRTH_DATE, "DATE"),
    ("บ้านเลขที่", Meaning.HOUSE_NUMBER, "VARCHAR"), ("หมู่", None, "BIGINT"),
    ("รหัสตำบล", Meaning.SUBDISTRICT_CODE, "VARCHAR"), ("ตำบล", None, "VARCHAR"), ("อำเภอ", None, "VARCHAR"),
    ("จังหวัด", None, "VARCHAR"), ("รหัสไปรษณีย์", Meaning.POSTCODE, "VARCHAR"), ("โทรศัพท์", Meaning.PHONE, "VARCHAR"),
    ("รหัสครัวเรือน", Meaning.HOUSEHOLD_KEY, "VARCHAR"), ("รายได้ต่อปี", Meaning.INCOME_PER_YEAR, "BIGINT"),
    ("จำนวนเงิน", Meaning.BENEFIT_AMOUNT, "DOUBLE"), ("วันเริ่ม", Meaning.BENEFIT_START, "DATE"),
    ("สถานะ", None, "VARCHAR"), ("หมายเหตุ", None, "VARCHAR"),
)  # fmt: skip
