"""With what does an agency's machine ask the register? Credentials: made, revoked, and let in."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from saphan.access.actor import Asker
from saphan.access.permissions import Permission
from saphan.access.purposes import ALLOWS
from saphan.desk import actions, queries
from saphan.desk.actions import NewCredential
from saphan.errors import BrokenPromise, NotFound, Refused
from saphan.services import notes, reading
from saphan.services.gate import require
from saphan.services.platform import Platform
from saphan.words import say

AGENCY = re.compile(r"[a-z][a-z0-9_]{1,59}")
LONGEST_DAYS = 366
_TOKEN = re.compile(r"saphan_([0-9a-f]{12})_([A-Za-z0-9_\-]{43})")
_NOBODYS = hashlib.sha256(b"of nobody").hexdigest()  # compared with where there is no credential: as slow as one


class BadCredential(BrokenPromise):
    """What was asked for can be no credential: the agency, the agreement, the party, the purpose or the days."""


class NoSuchCredential(NotFound):
    """There is no credential of that name, or it is revoked."""


class NoCredential(Refused):
    """The credential is unknown, expired or revoked; which of these is not told."""


@dataclass(frozen=True)
class CredentialSummary:
    """One credential, without its secret."""

    credential_id: str
    agency: str
    agreement_id: str
    purpose: str
    expires_on: date
    is_valid: bool


@dataclass(frozen=True)
class Entered:
    """An agency that was let in, and the agreement it asks under."""

    asker: Asker
    agency: str
    agreement_id: str


def make(
    asker: Asker, platform: Platform, agency: str, *, agreement_id: str, purpose: str, party: str, days: int = 90
) -> str:
    """The token for an agency, told once and kept nowhere; it is good for that agreement and purpose alone.

    Raises:
        BadCredential: says which part cannot be.
    """
    require(asker, Permission.MAKE_CREDENTIAL, platform)
    _check(platform, agency, agreement_id=agreement_id, purpose=purpose, party=party, days=days)
    credential_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    new = NewCredential(
        credential_id=credential_id,
        secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),  # 256 bits drawn: nothing to be guessed slowly
        agency=agency,
        party=party,
        agreement_id=agreement_id,
        purpose=purpose,
        made_on=platform.day,
        expires_on=platform.day + timedelta(days),
    )
    actions.make_credential(new, by=asker, at=platform.clock.now())
    return f"saphan_{credential_id}_{secret}"


def revoke(asker: Asker, platform: Platform, credential_id: str) -> None:
    """From now on nobody is let in with it.

    Raises:
        NoSuchCredential: there is none, or it is revoked already.
    """
    require(asker, Permission.MAKE_CREDENTIAL, platform)
    if not actions.revoke_credential(credential_id, by=asker, at=platform.clock.now(), day=platform.day):
        raise NoSuchCredential(
            say("There is no credential `{name}` that could be revoked.", name=credential_id),
            cure=say("`saphan agency list` names those there are."),
        )


def listing(asker: Asker, platform: Platform) -> list[CredentialSummary]:
    """All credentials, the latest first."""
    require(asker, Permission.MAKE_CREDENTIAL, platform)
    return [
        CredentialSummary(
            credential_id=each.credential_id,
            agency=each.agency,
            agreement_id=each.agreement_id,
            purpose=each.purpose,
            expires_on=each.expires_on,
            is_valid=each.revoked_on is None and platform.day <= each.expires_on,
        )
        for each in queries.credentials()
    ]


def enter(asker: Asker, platform: Platform, token: str) -> Entered:
    """The agency whose token that is; `asker` is whoever holds it out.

    Raises:
        NoCredential: the token is unknown, expired or revoked.
    """
    found = _TOKEN.fullmatch(token)
    credential_id, secret = (found[1], found[2]) if found else ("", "")
    kept = queries.credential(credential_id)
    is_right = hmac.compare_digest(
        hashlib.sha256(secret.encode()).hexdigest(), kept.secret_sha256 if kept else _NOBODYS
    )
    if kept is None or not is_right or kept.revoked_on is not None or platform.day > kept.expires_on:
        # who holds the right secret is named; anybody else may only say that she is
        person = f"agency:{kept.agency}" if kept and is_right else asker.person
        notes.write(
            Asker(person, asker.purpose), platform, "refused",
            permission=Permission.ASK_REGISTER, reason=NoCredential.__name__,
        )  # fmt: skip
        raise NoCredential(
            say("The credential is not valid."),
            cure=say("Ask the operator of the register for a new one."),
        )
    agency = Asker(f"agency:{kept.agency}", kept.purpose, frozenset({"asking_agency"}), party=kept.party)
    return Entered(agency, kept.agency, kept.agreement_id)


def _check(platform: Platform, agency: str, *, agreement_id: str, purpose: str, party: str, days: int) -> None:
    agreement = reading.agreements(platform).get(agreement_id)
    asking = [name for name, allowed in ALLOWS.items() if Permission.ASK_REGISTER in allowed]
    wrong = (
        (not AGENCY.fullmatch(agency), say("the agency's short name: small letters, digits and _")),
        (agreement is None, say("the agreement: `saphan agreement list` names those there are")),
        (agreement is not None and party not in agreement.parties, say("the party: one of those in the agreement")),
        (
            purpose not in asking or (agreement is not None and purpose not in agreement.purposes),
            say("the purpose: one of {purposes}, and in the agreement", purposes=", ".join(asking)),
        ),
        (not 1 <= days <= LONGEST_DAYS, say("the days: from 1 to {most}", most=LONGEST_DAYS)),
    )
    for is_wrong, what in wrong:
        if is_wrong:
            raise BadCredential(say("That cannot be a credential."), cure=say("Correct {what}.", what=what))
