"""Which role may do what? Nobody has a permission outside her roles, but for those that passed lessons gave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saphan.access.permissions import ANYONE, Permission
from saphan.words import Words, say


@dataclass(frozen=True)
class Role:
    """A kind of user, its name on screen, and what it may do."""

    title: Words
    permissions: frozenset[Permission]


ROLES: Mapping[str, Role] = {
    "operator": Role(
        say("Operator"),
        frozenset(
            {
                Permission.SEND_DELIVERY,
                Permission.SEE_RETURN_SHEET,
                Permission.BUILD,
                Permission.FIND_PERSON,
                Permission.MAKE_CREDENTIAL,
                Permission.SEE_COUNTS,
                Permission.TAKE_STATISTICS,
                Permission.MAKE_EXTRACT,
                # the operator holds the keys, so it is she who proves the chain and hands over its head
                Permission.READ_JOURNAL,
                Permission.MAKE_LOGIN,
                Permission.SUSPEND_AGREEMENT,
                Permission.SEE_CONTRACT,
                Permission.SEE_PROCESSING,
                Permission.SEE_IDENTITY,
                Permission.UNDO_EVENT,
                Permission.SEE_HISTORY,
                # she writes down what the officer decided, where the officer has no page before her
                Permission.DECIDE_OBJECTION,
                Permission.CORRECT_VALUE,
                Permission.TAKE_LESSON,
            }
        ),
    ),
    "steward": Role(
        say("Agency data steward"),
        frozenset(
            {
                Permission.SEND_DELIVERY,
                Permission.SEE_RETURN_SHEET,
                Permission.SEE_COUNTS,
                Permission.SEE_CONTRACT,
                Permission.DECIDE_CONTRACT,
                Permission.TAKE_LESSON,
            }
        ),
    ),
    # sees names and numbers of any two records that may be one person, and nothing else about them
    "reviewer": Role(
        say("Reviewer of pairs"),
        frozenset({Permission.REVIEW_PAIRS, Permission.SEE_COUNTS, Permission.TAKE_LESSON}),
    ),
    "social_worker": Role(
        say("Social worker"),
        frozenset(
            {
                Permission.SEE_COUNTS,
                Permission.SEE_WORKLIST,
                Permission.OPEN_FAMILY,
                Permission.FIND_PERSON,
                Permission.RECORD_OUTCOME,
                Permission.TAKE_LESSON,
            }
        ),
    ),
    "executive": Role(say("Executive"), frozenset({Permission.SEE_COUNTS, Permission.TAKE_LESSON})),
    "statistician": Role(
        say("Statistician"),
        frozenset({Permission.SEE_COUNTS, Permission.TAKE_STATISTICS, Permission.TAKE_LESSON}),
    ),
    "dpo": Role(
        say("Data protection officer"),
        frozenset(
            {
                Permission.READ_JOURNAL,
                Permission.FIND_TO_ANSWER,
                Permission.MAKE_CREDENTIAL,
                Permission.SUSPEND_AGREEMENT,
                Permission.SEE_CONTRACT,
                Permission.SEE_PROCESSING,
                Permission.DESTROY_DATA,
                Permission.SEE_IDENTITY,
                Permission.SEE_HISTORY,
                Permission.DECIDE_OBJECTION,
                Permission.CORRECT_VALUE,
                Permission.SEE_COUNTS,
                Permission.TAKE_LESSON,
            }
        ),
    ),
    # of a machine that an agency asks with, by a credential; nobody logs in with it
    "asking_agency": Role(say("Asking agency"), frozenset({Permission.ASK_REGISTER})),
    "trainee": Role(say("Trainee"), frozenset({Permission.TAKE_LESSON})),
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything these roles may do together, with what anyone may; a name that is no role gives nothing."""
    return ANYONE.union(*(ROLES[name].permissions for name in roles if name in ROLES))
