"""Disclosure control: what may leave. Only this package returns released cells."""

from saphan.disclosure.policy import Difference, Link, Policy, UnknownPolicyKey, default_policy, read_policy
from saphan.disclosure.protect import protect
from saphan.disclosure.suppress import CannotProtect
from saphan.disclosure.system import NotAdditive

__all__ = [
    "CannotProtect",
    "Difference",
    "Link",
    "NotAdditive",
    "Policy",
    "UnknownPolicyKey",
    "default_policy",
    "protect",
    "read_policy",
]
