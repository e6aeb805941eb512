"""What are the make-believe people called?

Names are put together from syllables typed for this project; no list of real people's names was used. Registered top
names hold 0.37 % of all Thais (press, quoting the registration office, end of BE 2554): the draw keeps to that order.
"""

from __future__ import annotations

from itertools import product

from saphan.synth.draw import Ints, Texts, texts, zipf_weights

_ELDER_MEN = (
    "สม บุญ ประ วิ อิน คำ ทอง ศรี จัน สุ แก้ว มา อุ ดวง เฉลิม สมาน ชัย พร",
    "ชาย ศักดิ์ มี เสริฐ เชียร ส่ง พร ชัย บูรณ์ นึก เลิศ หล้า ปัน คำ ทา ยืน เดช สิทธิ์ มา แสน",
)
_ELDER_WOMEN = (
    "สม บัว จัน คำ บุญ ศรี ทอง วัน พิม แก้ว อัม มา ลำ สุ ดวง นวล ประ เรือน",
    "พร ศรี ทิพย์ คำ หลวง จันทร์ ปัน นา แสง ใส ดี ไล เพ็ญ มี ดวง แก้ว ลา ปา พา อร",
)
_YOUNG_MEN = (
    "ณัฐ ธน กิตติ ภาณุ ศุภ พีร อนุ ชยา วร ปิย จิร ธีร รัฐ นน ภูมิ เจษ สิร อภิ",
    "พล วัฒน์ ภัทร ชัย กร ศักดิ์ พงศ์ เดช นันท์ วิชญ์ ธร ภพ ดนย์ สรณ์ ชา เมศ ณัฏฐ์ ทัต รัตน์ วุฒิ",
)
_YOUNG_WOMEN = (
    "ณัฐ พิม ชล กัญ ศิริ ปิย สุ อร ธิดา ภัทร วริ จุฑา นัน ปาริ ชนิ มณี รุ่ง เพ็ญ",
    "ธิดา ชนก นันท์ มาศ พร รัตน์ กานต์ ญา วดี ลักษณ์ ดา ภา สิริ ชา ฐิกา วรรณ ทิพย์ ณัฏฐ์ ยา นารี",
)
_FAMILIES = (
    (
        "วงศ์ ศรี ทอง แก้ว คำ ใจ บุญ สุข จันทร์ ปัญญา เครือ อิน มูล ธรรม ชัย ไชย กัน ขัน ยอด ฟู พรม สาร เผ่า ติ๊บ หล้า เมือง สิทธิ "
        "กาวิ วัง ดวง เรือน มหา นันทะ สม ปิน ต๊ะ พันธุ์ ไพร ชุ่ม เสมอ อุด หมื่น แสน กอง ป้อม รัตน์ ราช ยศ เทพ อ้าย จำ ลำ ชำ กำ"
    ),
    (
        "ใหญ่ คำ วงศ์ ใจ แก้ว มา งาม ดี เมือง สาร มูล ปัน เครือ ชัย ทอง สุข ยา ไพร ศักดิ์ กุล เรือง พรหม แสง ธิ หาญ วัง ลือ "
        "สุวรรณ รักษ์ สมบัติ เชื้อ ฟอง คง ตา ลาด ทิพย์ สิงห์ เดช พงษ์ พันธ์ ภักดี ณรงค์ เกษม เจริญ ประเสริฐ วิเศษ มณี อุ่น บุตร ไชย หนู ราษฎร์ "
        "เขียว ปา ก้อน เวียง กล้า เย็น รุ่งเรือง จิตร หอม โพธิ์ กาศ"
    ),
)


def _composed(parts: tuple[str, str], most: int) -> Texts:
    heads, tails = parts[0].split(), parts[1].split()
    ranked = sorted(product(range(len(heads)), range(len(tails))), key=lambda at: (at[0] + at[1], at))
    words = dict.fromkeys(heads[head] + tails[tail] for head, tail in ranked if heads[head] != tails[tail])
    return texts(list(words)[:most])


# By [young][woman]: the given names of those born before and after BE 2523 have little in common.
GIVEN_NAMES: tuple[tuple[Texts, Texts], tuple[Texts, Texts]] = (
    (_composed(_ELDER_MEN, 300), _composed(_ELDER_WOMEN, 300)),
    (_composed(_YOUNG_MEN, 300), _composed(_YOUNG_WOMEN, 300)),
)
FAMILY_NAMES: Texts = _composed(_FAMILIES, 3_000)


def given_weights(names: Texts) -> Ints:
    """The most common given name holds about 1.5 % of its sex and generation: about 0.5 % of everybody."""
    return zipf_weights(len(names), flat=20)


def family_weights(names: Texts) -> Ints:
    """Family names are far flatter: the law asks that a new one be unlike all others (Person Name Act 2505)."""
    return zipf_weights(len(names), flat=400)
