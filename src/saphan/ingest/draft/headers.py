"""Which words at the head of a column speak for which meaning? In the order in which they are asked."""

from __future__ import annotations

import re

from saphan.contracts.meanings import Meaning
from saphan.ingest.header_names import folded

_WORDS: tuple[tuple[Meaning, str], ...] = (
    (Meaning.GUARDIAN_ID, r"(เลข|บัตร|id).*(ผู้ปกครอง|ผู้ดูแล|บิดา|มารดา)|guardian.*(id|number)"),
    (
        Meaning.CITIZEN_ID,
        r"เลข.*(ประจำตัวประชาชน|บัตรประชาชน|13 *หลัก)|^(cid|pid|citizen_?id|id_?card|national_?id)$|บัตรประชาชน",
    ),
    (Meaning.BIRTH_DATE, r"เกิด|birth|^dob$"),
    (Meaning.DEATH_DATE, r"(วัน|date).*(ตาย|เสียชีวิต|มรณะ)|death"),
    (Meaning.BENEFIT_START, r"เริ่ม|start|วันที่.*ได้รับสิทธิ|วันที่.*อนุมัติ"),
    (Meaning.PAID_ON, r"วัน.*(จ่าย|โอน)|paid_?(on|date)|payment_?date"),
    (Meaning.HOUSEHOLD_INCOME_PER_PERSON, r"รายได้.*(ต่อคน|เฉลี่ย)|income.*(per_?person|capita)"),
    (Meaning.INCOME_PER_YEAR, r"รายได้|income"),
    (Meaning.BENEFIT_AMOUNT, r"จำนวนเงิน|เงินที่จ่าย|จำนวน.*บาท|amount|เบี้ย"),
    (Meaning.HOUSEHOLD_KEY, r"รหัส(ครัวเรือน|ประจำบ้าน|บ้าน)|เลขรหัสประจำบ้าน|^(?!จำนวน).*ครัวเรือน|house_?(code|hold)"),
    (Meaning.FULL_NAME, r"ชื่อ *(-|และ|–|/)? *(นาม)?สกุล|full_?name|^ชื่อเต็ม"),
    (Meaning.TITLE, r"คำนำหน้า|^(prefix|title)|ยศ"),
    (Meaning.FAMILY_NAME, r"สกุล|last_?name|family_?name|surname"),
    (Meaning.GIVEN_NAME, r"^ชื่อ|first_?name|given_?name"),
    (Meaning.SEX, r"เพศ|gender|^sex"),
    (Meaning.NATIONALITY, r"สัญชาติ|nationality"),
    (Meaning.DISABILITY_KIND, r"(ประเภท|ลักษณะ).*พิการ|disab"),
    (Meaning.LIVES_IN_INSTITUTION, r"สถานสงเคราะห์|institution"),
    (Meaning.SUBDISTRICT_CODE, r"รหัส *(ตำบล|แขวง|พื้นที่)|subdistrict_?code|tambon_?(code|id)"),
    (Meaning.DISTRICT_CODE, r"รหัส *(อำเภอ|เขต)|district_?code|amphoe_?(code|id)"),
    (Meaning.PROVINCE_CODE, r"รหัส *จังหวัด|province_?code|changwat_?(code|id)"),
    (Meaning.POSTCODE, r"ไปรษณีย์|post_?code|zip"),
    (Meaning.SUBDISTRICT_NAME, r"ตำบล|แขวง|subdistrict|tambon"),
    (Meaning.DISTRICT_NAME, r"อำเภอ|เขต|district|amphoe"),
    (Meaning.PROVINCE_NAME, r"จังหวัด|province|changwat"),
    (Meaning.HOUSE_NUMBER, r"บ้านเลขที่|เลขที่บ้าน|house_?(no|number)"),
    (Meaning.STREET, r"หมู่|ถนน|ซอย|^moo|street|road"),
    (Meaning.PHONE, r"โทร|มือถือ|phone|mobile|^tel"),
    (Meaning.RECORD_KEY, r"^(ลำดับ|ที่$|เลขที่|รหัส|no\.?$|id$|seq)|ลำดับที่|record_?(id|key|no)"),
)
_PATTERNS = tuple((meaning, re.compile(words)) for meaning, words in _WORDS)


# counts, shares, years and months: of a table of sums, in which no column says who somebody is
_SUM = re.compile(
    r"^(จำนวน|ร้อยละ|อัตรา|สัดส่วน|ค่าเฉลี่ย|ชาย|หญิง|รวม|ประชากร|พื้นที่|งบประมาณ|ผู้(?!ปกครอง|ดูแล)|เสียชีวิต|ปี *(พ\.ศ\.)?"
    r"|พ\.ศ\.|ปีงบประมาณ|(ม\.ค|ก\.พ|มี\.ค|เม\.ย|พ\.ค|มิ\.ย|ก\.ค|ส\.ค|ก\.ย|ต\.ค|พ\.ย|ธ\.ค)\.?( *\d+)?$"
    r"|(มกรา|กุมภา|มีนา|เมษา|พฤษภา|มิถุนา|กรกฎา|สิงหา|กันยา|ตุลา|พฤศจิกา|ธันวา)(คม|ยน|พันธ์)|total|count|percent|%)"
)


def is_of_sums(name: str) -> bool:
    """Whether a header says that its column counts or sums, so that its numbers are nobody's own."""
    return _SUM.search(folded(name)) is not None


def spoken_for(name: str) -> list[Meaning]:
    """The meanings the words of a header speak for, the most particular first."""
    plain = folded(name)
    return [meaning for meaning, pattern in _PATTERNS if pattern.search(plain)]
