"""How do two records agree? Pairs of a block, compared field by field on whole numbers, in machine code."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

from saphan.linkage.alike import NEARLY_EQUAL, SHORT, SIMILAR, jaro_winkler, may_be_similar, one_edit
from saphan.linkage.compiled import compiled
from saphan.linkage.fetching import fetch_ahead
from saphan.linkage.levels import RADIX, Birth, Name, Number, OtherNumber, Place
from saphan.linkage.meeting import found_before

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Points = npt.NDArray[np.uint32]
Row = npt.NDArray[np.int32]
Spelt = tuple[Points, Ints]
Flags = npt.NDArray[np.bool_]
Words = tuple[Spelt, Spelt, Spelt, int]  # names, citizen numbers, other numbers; and which number means a woman

UNKNOWN = -1
COLUMNS = 16
AHEAD, FAR_AHEAD = 12, 24  # pairs, records: memory answers while so many are worked on; a third less time


class At(IntEnum):
    """Where a value stands in a record's row of 16 numbers, which fills one cache line."""

    CITIZEN_ID = 0
    IS_VALID = 1
    OTHER_NUMBER = 2
    GIVEN_NAME = 3
    FAMILY_NAME = 4
    BORN = 5  # year * 10000 + month * 100 + day
    VAGUE = 6  # 1: no day is known; 3: nor quite the year
    SEX = 7
    HOUSE = 8
    STREET = 9
    LOCALITY = 10
    POSTCODE = 11
    SUBDISTRICT = 12
    DISTRICT = 13
    PROVINCE = 14
    PHONE = 15


# plain numbers: compiled code takes them in as they stand
(CITIZEN_ID, IS_VALID, OTHER, GIVEN, FAMILY, BORN, VAGUE, SEX, HOUSE, STREET, LOCALITY, POSTCODE, SUBDISTRICT, DISTRICT,
 PROVINCE, PHONE) = (int(at) for at in At)  # fmt: skip
(R_NUMBER, R_OTHER, R_GIVEN, R_FAMILY, R_BIRTH, R_SEX, R_PLACE, R_PHONE) = RADIX
(NAME_DIFFERENT, NAME_CHANGED, NAME_SIMILAR, NAME_SWAPPED, NAME_NEAR, NAME_ONE_EDIT, NAME_EQUAL) = (
    int(level) for level in Name
)


@compiled
def name_level(points: Points, starts: Ints, one: int, other: int) -> int:
    """How two names agree, not asked whether they are exchanged."""
    if one == other:
        return NAME_EQUAL
    if not may_be_similar(points, starts, one, other):
        return NAME_DIFFERENT
    longest = max(starts[one + 1] - starts[one], starts[other + 1] - starts[other])
    if longest > SHORT and one_edit(points, starts, one, other):
        return NAME_ONE_EDIT
    alike = jaro_winkler(points, starts, one, other)
    return NAME_NEAR if alike >= NEARLY_EQUAL else NAME_SIMILAR if alike >= SIMILAR else NAME_DIFFERENT


@compiled
def names_level(points: Points, starts: Ints, woman: int, a: Row, b: Row) -> tuple[int, int]:
    """How given and family name agree; one above the last level where one is unknown."""
    given = family = NAME_EQUAL + 1
    if a[GIVEN] >= 0 and b[GIVEN] >= 0:
        given = name_level(points, starts, a[GIVEN], b[GIVEN])
    if a[FAMILY] >= 0 and b[FAMILY] >= 0:
        family = name_level(points, starts, a[FAMILY], b[FAMILY])
    if given != NAME_DIFFERENT:
        return given, _perhaps_changed(family, woman, a, b)
    # only where neither name agrees is it worth asking whether they stand in each other's place
    if family == NAME_DIFFERENT:
        first = name_level(points, starts, a[GIVEN], b[FAMILY])
        if first >= NAME_NEAR and name_level(points, starts, a[FAMILY], b[GIVEN]) >= NAME_NEAR:
            return NAME_SWAPPED, NAME_SWAPPED
    # a lone name that is the other's family name says which family, and leaves the given name open; never as much as
    # equal family names, whose rarity is counted by what stands in the family name's place
    elif family > NAME_EQUAL and a[FAMILY] != b[FAMILY]:
        alone, named = (a, b) if a[FAMILY] < 0 else (b, a)
        crossed = name_level(points, starts, alone[GIVEN], named[FAMILY])
        if crossed >= NAME_NEAR:
            return NAME_EQUAL + 1, min(crossed, NAME_ONE_EDIT)
    return given, _perhaps_changed(family, woman, a, b)


@compiled
def _perhaps_changed(family: int, woman: int, a: Row, b: Row) -> int:
    """Family names that differ are another thing where both records are a woman's."""
    return NAME_CHANGED if family == NAME_DIFFERENT and a[SEX] == woman and b[SEX] == woman else family


@compiled
def number_level(points: Points, starts: Ints, a: Row, b: Row) -> int:
    """How the citizen numbers agree."""
    one, other, right = a[CITIZEN_ID], b[CITIZEN_ID], a[IS_VALID] != 0 and b[IS_VALID] != 0
    if one < 0 or other < 0:
        return R_NUMBER - 1
    if one == other:
        return Number.EQUAL.value if right else Number.EQUAL_DOUBTED.value
    if one_edit(points, starts, one, other):
        return Number.ONE_EDIT.value
    return Number.DIFFERENT.value if right else Number.DIFFERENT_DOUBTED.value


@compiled
def other_number_level(points: Points, starts: Ints, a: Row, b: Row) -> int:
    """How the other numbers agree."""
    one, other = a[OTHER], b[OTHER]
    if one < 0 or other < 0:
        return R_OTHER - 1
    if one == other:
        return OtherNumber.EQUAL.value
    return OtherNumber.ONE_EDIT.value if one_edit(points, starts, one, other) else OtherNumber.DIFFERENT.value


@compiled
def birth_level(a: Row, b: Row) -> int:
    """How the dates of birth agree."""
    one, other = a[BORN], b[BORN]
    if one < 0 or other < 0:
        return R_BIRTH - 1
    year, month, day = one // 10000 == other // 10000, one // 100 % 100 == other // 100 % 100, one % 100 == other % 100
    # many registers write 1 January for a day they do not know, so it is no more than a year
    if a[VAGUE] or b[VAGUE] or one % 10000 == 101 or other % 10000 == 101:
        # a January to March before 1941 may be written a year early: one of them must be so marked
        near = abs(one // 10000 - other // 10000) == 1 and (a[VAGUE] == 3 or b[VAGUE] == 3)
        return Birth.YEAR_IS_ALL_THERE_IS.value if year or near else Birth.DIFFERENT.value
    parts = int(year) + int(month) + int(day)
    if parts == 3:
        return Birth.EQUAL.value
    if year and one % 100 == other // 100 % 100 and one // 100 % 100 == other % 100:
        return Birth.SWAPPED.value
    return Birth.TWO_PARTS.value if parts == 2 else Birth.SAME_YEAR.value if year else Birth.DIFFERENT.value


@compiled
def place_level(a: Row, b: Row) -> int:
    """How the residences agree."""
    comparable = False
    for at in (STREET, LOCALITY, POSTCODE, SUBDISTRICT, DISTRICT, PROVINCE):
        comparable = comparable or (a[at] >= 0 and b[at] >= 0)
    if not comparable:
        return R_PLACE - 1
    postcode = a[POSTCODE] == b[POSTCODE] and a[POSTCODE] >= 0
    # a street or village of one name lies in many subdistricts: it counts only where these are not both known
    street = a[STREET] == b[STREET] and a[STREET] >= 0 and (a[SUBDISTRICT] < 0 or b[SUBDISTRICT] < 0)
    locality = street or (a[LOCALITY] == b[LOCALITY] and a[LOCALITY] >= 0)
    locality = locality or (a[SUBDISTRICT] == b[SUBDISTRICT] and a[SUBDISTRICT] >= 0)
    if (locality or postcode) and a[HOUSE] == b[HOUSE] and a[HOUSE] >= 0:
        return Place.SAME_HOUSE.value
    if locality:
        return Place.SAME_LOCALITY.value
    if postcode or (a[DISTRICT] == b[DISTRICT] and a[DISTRICT] >= 0):
        return Place.SAME_DISTRICT.value
    return Place.SAME_PROVINCE.value if a[PROVINCE] == b[PROVINCE] and a[PROVINCE] >= 0 else Place.DIFFERENT.value


@compiled
def equal_level(one: int, other: int) -> int:
    """0 different, 1 equal, 2 unknown."""
    return 2 if one < 0 or other < 0 else int(one == other)


@compiled
def agreement(a: Row, b: Row, words: Words) -> int:
    """The dense code of how two records agree: levels.py unpacks it."""
    names, numbers, others, woman = words
    given, family = names_level(names[0], names[1], woman, a, b)
    code = number_level(numbers[0], numbers[1], a, b)
    code = code * R_OTHER + other_number_level(others[0], others[1], a, b)
    code = (code * R_GIVEN + given) * R_FAMILY + family
    code = code * R_BIRTH + birth_level(a, b)
    code = code * R_SEX + equal_level(a[SEX], b[SEX])
    code = code * R_PLACE + place_level(a, b)
    return code * R_PHONE + equal_level(a[PHONE], b[PHONE])


@compiled
def compare_listed(one: Ints, other: Ints, rows: npt.NDArray[np.int32], words: Words) -> Codes:
    """The agreement of each listed pair of rows."""
    codes = np.empty(len(one), dtype=np.int32)
    for at in range(len(one)):
        codes[at] = agreement(rows[one[at]], rows[other[at]], words)
    return codes


@compiled
def dated_among(rows: npt.NDArray[np.int32]) -> Flags:
    """Of which rows a day of birth is known, and not the 1 January that many registers write where they know none."""
    dated = np.empty(len(rows), dtype=np.bool_)
    for row in range(len(rows)):
        born = rows[row, BORN]
        dated[row] = born >= 0 and rows[row, VAGUE] == 0 and born % 10000 != 101
    return dated


@compiled
def count_codes(codes: Codes, kinds: int) -> Ints:
    """How often each of so many codes occurs; those below 0 are nothing."""
    counts = np.zeros(kinds, dtype=np.int64)
    for code in codes:
        if code >= 0:
            counts[code] += 1
    return counts


@compiled
def flag(flags: Flags, one: Codes, other: Codes) -> None:
    """Flag both rows of each pair."""
    for pair in range(len(one)):
        flags[one[pair]] = True
        flags[other[pair]] = True


@compiled
def put(some: npt.NDArray[np.int32], places: Codes, rows: npt.NDArray[np.int32]) -> None:
    """Put each of some rows to its place among all."""
    for row in range(len(some)):
        fetch_ahead(rows, places[min(row + AHEAD, len(some) - 1)])
        for at in range(COLUMNS):
            rows[places[row], at] = some[row, at]


@compiled
def compare_blocks(  # compiled code takes arrays, no objects
    rule: int, order: Codes, starts: Codes, groups: npt.NDArray[np.int32], rows: npt.NDArray[np.int32], words: Words,
    dated: Flags, undated: Flags,
) -> tuple[Codes, Codes, Codes]:  # fmt: skip
    """Every pair of rows in a block that no earlier rule brings together, and how the two agree.

    `rule` counts those that bring anybody together; `undated` says of which of them a pair is only theirs where one of
    the two has no day of birth.
    """
    most = 0
    for block in range(len(starts) - 1):
        size = starts[block + 1] - starts[block]
        most += size * (size - 1) // 2
    one, other, codes = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most, np.int32)
    found, last = 0, len(order) - 1
    for block in range(len(starts) - 1):
        for x in range(starts[block], starts[block + 1]):
            i = order[x]
            fetch_ahead(groups, order[min(x + FAR_AHEAD, last)])
            for y in range(x + 1, starts[block + 1]):
                j = order[y]
                if found_before(rule, i, j, groups, dated, undated):
                    continue
                one[found], other[found] = min(i, j), max(i, j)
                found += 1
    for pair in range(found):
        ahead = min(pair + AHEAD, found - 1)
        fetch_ahead(rows, one[ahead])
        fetch_ahead(rows, other[ahead])
        codes[pair] = agreement(rows[one[pair]], rows[other[pair]], words)
    return one[:found].copy(), other[:found].copy(), codes[:found].copy()
