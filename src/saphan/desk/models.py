"""What does the desk keep? Users, agreements' states, outcomes, verdicts, objections, corrections, passes, journal."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from saphan.access.actor import Asker

# Django looks for the tables of an app here
from saphan.desk.journaled import JournalRow as JournalRow
from saphan.desk.journaled import PersonSet as PersonSet
from saphan.desk.journaled import PersonSetMember as PersonSetMember
from saphan.desk.journaled import SealersTurn as SealersTurn

# A Buddhist year that slipped into a date column is at least 2400; this is the last wall against it.
BUDDHIST = date(2400, 1, 1)
OUTCOMES = ("reached", "refused", "ineligible", "moved", "not_found")
# cannot_tell is kept and decides nothing; withdrawn takes back the word before it
VERDICTS = ("same", "different", "cannot_tell", "withdrawn")
STRATA = ("weight", "citizen_id", "contradiction")
OBJECTION_STATES = ("received", "accepted", "refused", "withdrawn")


def common_era(*columns: str) -> list[models.CheckConstraint]:
    """A constraint for each date column: its year is of the Common Era."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{column}__lt": BUDDHIST}) | Q(**{f"{column}__isnull": True}),
            name=f"%(class)s_{column}_common_era",
        )
        for column in columns
    ]


class User(AbstractBaseUser):
    """Somebody who logs in, with the roles and areas an operator gave."""

    username = models.CharField(max_length=150, unique=True)
    roles = models.JSONField(default=list)  # names from access/roles.py
    areas = models.JSONField(default=list, blank=True)  # DOPA codes; empty: the whole country
    party = models.CharField(max_length=200, blank=True)  # of an agreement; empty: works for the platform
    language = models.CharField(max_length=2, default="th", choices=[("th", "th"), ("en", "en")])
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username

    def asks(self, purpose: str) -> Asker:
        """This user as the one who asks, for `purpose`."""
        return Asker(f"user:{self.username}", purpose, frozenset(self.roles), frozenset(self.areas), self.party)


class AgreementState(models.Model):
    """What happened to an agreement since its file was signed: its text is the file's, its state is ours."""

    agreement_id = models.CharField(max_length=100, primary_key=True)
    source_sha256 = models.CharField(max_length=64)
    parties = models.JSONField()
    datasets = models.JSONField()
    purposes = models.JSONField()
    begins = models.DateField()
    ends = models.DateField()
    suspended_on = models.DateField(null=True, blank=True)
    suspended_by = models.CharField(max_length=150, blank=True)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("begins", "ends", "suspended_on"),
            models.CheckConstraint(condition=Q(begins__lte=F("ends")), name="agreement_begins_before_it_ends"),
        ]

    def __str__(self) -> str:
        return self.agreement_id


class Outcome(models.Model):
    """What a worker recorded about one gap; the latest word counts, the earlier ones are kept."""

    person_id = models.CharField(max_length=32, db_index=True)
    benefit = models.CharField(max_length=100)
    outcome = models.CharField(max_length=20)
    recorded_on = models.DateField()
    by = models.CharField(max_length=150)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("recorded_on"),
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="outcome_is_on_the_list"),
        ]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.outcome}"


class Verdict(models.Model):
    """What a reviewer said about one pair; the latest word counts, the earlier ones are kept."""

    record_a = models.CharField(max_length=64)
    record_b = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12)
    decided_on = models.DateField()
    by = models.CharField(max_length=150)

    class Meta:  # noqa: D106 - Django's place for constraints
        indexes: ClassVar = [models.Index(fields=["record_a", "record_b"], name="verdict_of_pair")]
        constraints: ClassVar = [
            *common_era("decided_on"),
            models.CheckConstraint(condition=Q(verdict__in=VERDICTS), name="verdict_is_on_the_list"),
            models.CheckConstraint(condition=Q(record_a__lt=F("record_b")), name="verdict_pair_in_order"),
        ]

    def __str__(self) -> str:
        return self.verdict


class ReviewSample(models.Model):
    """Pairs of one release, drawn to be judged: what their verdicts say calibrates the next build."""

    release_id = models.CharField(max_length=64)
    model_version = models.CharField(max_length=32)  # of the model that gave the weights by which it was drawn
    layout = models.PositiveSmallIntegerField()  # of the patterns kept with its pairs
    size = models.PositiveIntegerField()
    seed = models.BigIntegerField()
    drawn_on = models.DateField()
    by = models.CharField(max_length=150)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [*common_era("drawn_on")]

    def __str__(self) -> str:
        return f"{self.release_id}: {self.size}"


class SamplePair(models.Model):
    """One pair of a review sample, with what its records' agreement was when it was drawn."""

    sample = models.ForeignKey(ReviewSample, on_delete=models.CASCADE, related_name="pairs")
    place = models.PositiveIntegerField()  # in an order that says nothing about the weight
    record_a = models.CharField(max_length=64)
    record_b = models.CharField(max_length=64)
    stratum = models.CharField(max_length=20)
    band = models.SmallIntegerField()  # whole bits
    standing = models.PositiveBigIntegerField()  # how many pairs the release holds of this stratum and band
    weight = models.FloatField()
    pattern = models.BigIntegerField()
    given_name_rarity = models.FloatField()
    family_name_rarity = models.FloatField()

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "record_a", "record_b"], name="pair_once_in_a_sample"),
            models.CheckConstraint(condition=Q(stratum__in=STRATA), name="stratum_is_on_the_list"),
            models.CheckConstraint(condition=Q(record_a__lt=F("record_b")), name="sample_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.stratum}: {self.band}"


class Objection(models.Model):
    """Somebody's objection (PDPA s.32): while it is accepted, no release holds her.

    `marks` are keyed digests of what her records say, so that later deliveries of hers are known; never a value.
    """

    person_id = models.CharField(max_length=32, db_index=True)
    state = models.CharField(max_length=10)
    ground = models.TextField()  # the officer's words on why it was accepted or refused; nothing about the person
    received_on = models.DateField()
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=150, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    marks = models.JSONField(default=list)
    marked_with = models.CharField(max_length=16, blank=True)  # which key made the marks
    by = models.CharField(max_length=150)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("received_on", "decided_on", "withdrawn_on"),
            models.CheckConstraint(condition=Q(state__in=OBJECTION_STATES), name="objection_state_on_the_list"),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(state__in=("received", "accepted")),
                name="one_objection_open_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.state


class Correction(models.Model):
    """A value put right on evidence: it wins over every delivery until it is withdrawn, and deletes none."""

    person_id = models.CharField(max_length=32, db_index=True)
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=200)
    evidence = models.TextField()
    decided_on = models.DateField()
    by = models.CharField(max_length=150)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=150, blank=True)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [*common_era("decided_on", "withdrawn_on")]

    def __str__(self) -> str:
        return self.field


class LessonPass(models.Model):
    """A lesson somebody passed, and the permission it gave."""

    person = models.CharField(max_length=150)
    lesson_id = models.CharField(max_length=100)
    grants = models.CharField(max_length=50, blank=True)
    passed_on = models.DateField()

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("passed_on"),
            models.UniqueConstraint(fields=["person", "lesson_id"], name="lesson_passed_once"),
        ]

    def __str__(self) -> str:
        return self.lesson_id


class AgencyCredential(models.Model):
    """What a machine of an agency asks the register with: of its secret part only the checksum is kept."""

    credential_id = models.CharField(max_length=16, primary_key=True)
    secret_sha256 = models.CharField(max_length=64)
    agency = models.CharField(max_length=60)
    party = models.CharField(max_length=200)  # of the agreement
    agreement_id = models.CharField(max_length=100)
    purpose = models.CharField(max_length=50)
    made_on = models.DateField()
    expires_on = models.DateField()  # the last day on which it is valid
    revoked_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=150)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("made_on", "expires_on", "revoked_on"),
            models.CheckConstraint(condition=Q(made_on__lte=F("expires_on")), name="credential_made_before_it_expires"),
        ]

    def __str__(self) -> str:
        return self.credential_id


class AgencyUse(models.Model):
    """How many persons an agency asked about on one day."""

    agency = models.CharField(max_length=60)
    day = models.DateField()
    asked = models.PositiveIntegerField(default=0)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            *common_era("day"),
            models.UniqueConstraint(fields=["agency", "day"], name="agency_use_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.agency
