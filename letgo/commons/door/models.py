"""Sessions: who is signed in, on which device, until when."""

from uuid import uuid4

from django.db import models


class Session(models.Model):
    """One sign-in on one device. The cookie holds a secret; here stands its SHA-256 only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    opened = models.DateTimeField()
    seen = models.DateTimeField()
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    strong_until = models.DateTimeField(null=True)  # a second factor holds until then
    device = models.CharField(max_length=60, default="", blank=True)  # in words: "Chrome on Android"

    def __str__(self) -> str:
        return f"session {self.pk}"
