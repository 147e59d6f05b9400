"""Who someone is to us."""

from uuid import uuid4

from django.db import models


class Person(models.Model):
    """Someone who uses, works in or runs a service. A name is as its owner writes it; nothing here is needed but an id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True, default="")
    language = models.CharField(max_length=12, default="en")  # BCP 47
    needs = models.JSONField(default=list)  # of rules.NEEDS: "large-print", "easy-read", ...
    made = models.DateTimeField()
    ended = models.DateTimeField(null=True)  # no longer here: signs in nowhere, is on no new roll

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the name: this reaches logs
