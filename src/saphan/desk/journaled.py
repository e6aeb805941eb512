"""What is kept of who did what: the journal, and the sets of persons that a list showed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PersonSet(models.Model):
    """A set of persons that a list or an export showed, kept once under its digest."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest


class PersonSetMember(models.Model):
    """One person of a stored set: by this index she finds the lists she was on."""

    person_set = models.ForeignKey(PersonSet, on_delete=models.PROTECT, related_name="members")
    person_id = models.CharField(max_length=32, db_index=True)

    class Meta:  # noqa: D106 - Django's place for constraints
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_set", "person_id"], name="person_once_in_a_set")
        ]

    def __str__(self) -> str:
        return self.person_id


class JournalRow(models.Model):
    """One entry of the journal. It has no foreign key, so that nothing done to live rows can touch it.

    A row is written without number and head, in the transaction of what it tells about; the sealer gives
    both, in order. That is why writers never wait for each other, and why numbers have no gaps.
    """

    number = models.PositiveBigIntegerField(null=True, unique=True)
    at = models.DateTimeField()
    person = models.CharField(max_length=150)
    purpose = models.CharField(max_length=50)
    event = models.CharField(max_length=50)
    about = models.CharField(max_length=64, blank=True, db_index=True)  # a person id, or the digest of a stored set
    detail = models.JSONField(default=list)  # pairs of texts, in order
    head = models.CharField(max_length=64, null=True)

    class Meta:  # noqa: D106 - Django's place for constraints
        indexes: ClassVar = [models.Index(fields=["person", "event", "at"], name="journal_by_person")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__isnull=True, head__isnull=True) | Q(number__isnull=False, head__isnull=False),
                name="journal_row_sealed_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.event}"


class SealersTurn(models.Model):
    """One row, held while sealing: of several processes, one seals at a time."""

    def __str__(self) -> str:
        return "sealer's turn"
