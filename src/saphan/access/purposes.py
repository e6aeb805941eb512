"""For what may data be used? The closed list of purposes, and what each of them allows."""

from __future__ import annotations

from collections.abc import Mapping

from saphan.access.permissions import Permission
from saphan.words import Words, say

PURPOSES: Mapping[str, Words] = {
    "link_records": say("Bring together what agencies know of one person"),
    "find_missing_help": say("Find who is missing help they are owed"),
    "casework": say("Visit people and offer them help"),
    "official_statistics": say("Make official statistics"),
    "training": say("Learn on make-believe data"),
    "make_known": say("Make known which data are used, and for what"),
    "oversight": say("See that the rules are kept"),
}

ALLOWS: Mapping[str, frozenset[Permission]] = {
    "link_records": frozenset(
        {
            Permission.SEND_DELIVERY,
            Permission.SEE_RETURN_SHEET,
            Permission.BUILD,
            Permission.REVIEW_PAIRS,
            Permission.SEE_IDENTITY,
            Permission.UNDO_EVENT,
            Permission.SEE_HISTORY,
            Permission.FIND_PERSON,
        }
    ),
    "find_missing_help": frozenset(
        {Permission.BUILD, Permission.SEE_COUNTS, Permission.SEE_WORKLIST, Permission.ASK_REGISTER}
    ),
    "casework": frozenset(
        {
            Permission.SEE_COUNTS,
            Permission.SEE_WORKLIST,
            Permission.OPEN_FAMILY,
            Permission.RECORD_OUTCOME,
            Permission.FIND_PERSON,
            Permission.ASK_REGISTER,
        }
    ),
    "official_statistics": frozenset(
        {Permission.SEE_COUNTS, Permission.TAKE_STATISTICS, Permission.MAKE_EXTRACT, Permission.REQUEST_RELEASE}
    ),
    "training": frozenset({Permission.TAKE_LESSON}),
    "make_known": frozenset({Permission.SEE_PUBLIC_PAGE}),
    "oversight": frozenset(
        {
            Permission.READ_JOURNAL,
            Permission.FIND_TO_ANSWER,
            Permission.MAKE_CREDENTIAL,
            Permission.SEE_COUNTS,
            Permission.SEE_RETURN_SHEET,
            Permission.MAKE_LOGIN,
            Permission.SUSPEND_AGREEMENT,
            Permission.SEE_CONTRACT,
            Permission.DECIDE_CONTRACT,
            Permission.SEE_PROCESSING,
            Permission.DESTROY_DATA,
            Permission.SEE_IDENTITY,
            Permission.SEE_HISTORY,
            Permission.DECIDE_OBJECTION,
            Permission.CORRECT_VALUE,
        }
    ),
}

# These three rest on no agreement: lessons hold nobody's data, and to tell people what is done (PDPA s.23)
# to keep a record of it (s.39), and to answer objections and requests for correction (s.30 to 36) are duties that no
# party can suspend.
STANDING: frozenset[str] = frozenset({"training", "make_known", "oversight"})
