"""What the database knows of a check: nothing that the file says, nor what it was called. That stands on disk (store.py)."""

from secrets import token_urlsafe
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from letgo.decide.checks.rules import State, may_move


def new_address() -> str:
    """128 random bits, as 22 letters, digits, - and _."""
    return token_urlsafe(16)


class Check(models.Model):
    """One file of votes, counted for whoever holds its address. The row goes when the file goes."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    address = models.CharField(max_length=22, unique=True, default=new_address, editable=False)
    sample = models.CharField(max_length=40, default="", blank=True)  # the name of our made-up town, "" for an upload
    size = models.BigIntegerField()  # bytes on disk, the result included once there is one
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.WAITING.value)
    created = models.DateTimeField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(expires__gt=F("created")), name="check_expires_after_it_was_made"),
            CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="check_in_a_known_state"),
            CheckConstraint(condition=Q(size__gte=0), name="check_has_a_size"),
        ]
        indexes = [models.Index(fields=["state"], name="check_by_state")]

    def __str__(self) -> str:
        return f"a check of {self.created:%d %b %Y %H:%M} ({self.state})"

    def move(self, state: State, *, size: int | None = None) -> None:
        """Go to `state` and save. Raises ValueError for a move that rules.MOVES does not have."""
        if not may_move(State(self.state), state):
            raise ValueError(f"A check cannot go from {self.state} to {state}.")
        self.state = state.value
        self.size = self.size if size is None else size
        self.save(update_fields=["state", "size"])


class Reason(models.Model):
    """The full reason of one project, asked for. `place` is where the project stands in the report, from 0."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    of = models.ForeignKey(Check, models.CASCADE, related_name="reasons")
    place = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.WAITING.value)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["of", "place"], name="reason_once_per_project"),
            CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="reason_in_a_known_state"),
        ]

    def __str__(self) -> str:
        return f"the reason of project {self.place} in {self.of}"
