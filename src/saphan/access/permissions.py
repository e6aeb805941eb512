"""What can be allowed? One name for each thing a service does."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """One thing somebody may do; the services ask for these by name."""

    SEND_DELIVERY = "send_delivery"
    SEE_RETURN_SHEET = "see_return_sheet"
    BUILD = "build"
    REVIEW_PAIRS = "review_pairs"
    SEE_COUNTS = "see_counts"
    SEE_WORKLIST = "see_worklist"
    OPEN_FAMILY = "open_family"
    FIND_PERSON = "find_person"
    FIND_TO_ANSWER = "find_to_answer"
    ASK_REGISTER = "ask_register"
    MAKE_CREDENTIAL = "make_credential"
    RECORD_OUTCOME = "record_outcome"
    TAKE_STATISTICS = "take_statistics"
    MAKE_EXTRACT = "make_extract"
    REQUEST_RELEASE = "request_release"
    READ_JOURNAL = "read_journal"
    MAKE_LOGIN = "make_login"
    SUSPEND_AGREEMENT = "suspend_agreement"
    SEE_CONTRACT = "see_contract"
    DECIDE_CONTRACT = "decide_contract"
    SEE_PROCESSING = "see_processing"
    DESTROY_DATA = "destroy_data"
    SEE_IDENTITY = "see_identity"
    UNDO_EVENT = "undo_event"
    SEE_HISTORY = "see_history"
    DECIDE_OBJECTION = "decide_objection"
    CORRECT_VALUE = "correct_value"
    TAKE_LESSON = "take_lesson"
    SEE_PUBLIC_PAGE = "see_public_page"


# What anyone may do without logging in: read which data are used, for what, and what came of it.
ANYONE: frozenset[Permission] = frozenset({Permission.SEE_PUBLIC_PAGE})
