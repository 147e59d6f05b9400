"""How people come in (sessions, codes, second steps, asking to be let in) and what goes out to them (messages)."""

from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint


class Session(models.Model):
    """One sign-in on one device. The cookie holds a secret; here stands its SHA-256 only."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="sessions")
    digest = models.CharField(max_length=64, unique=True)
    opened = models.DateTimeField()
    seen = models.DateTimeField()  # to the day: rules.SEEN
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    strong_from = models.DateTimeField(null=True)  # when the second step was last taken
    strong_until = models.DateTimeField(null=True)  # a second factor holds until then
    device = models.CharField(max_length=60, default="", blank=True)  # in words: "Chrome on Android"
    way = models.CharField(max_length=10, default="", blank=True)  # of rules.WAYS: how they came in
    shared = models.BooleanField(default=False)  # a phone of several people: ends with the browser, is never prolonged

    def __str__(self) -> str:
        return f"session {self.pk}"


class Code(models.Model):
    """A code, or a secret link, that lets someone in once. Only keyed hashes of it stand here.

    One that was sent to a phone or e-mail belongs to that address (`route`), and nobody has looked yet whose it is; any other
    belongs to a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)  # known to who asked: "the open request"
    way = models.CharField(max_length=10)  # of rules.WAYS
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    route = models.CharField(max_length=64, default="", blank=True)  # keyed hash of kind and address
    digest = models.CharField(
        max_length=64
    )  # keyed hash of the code, with this row's id or, where it stands alone, without
    found = models.JSONField(default=list)  # ids of the routes with that address, looked up when it was sent
    link = models.CharField(max_length=64, null=True, unique=True)  # keyed hash of the secret in the e-mail's link
    made = models.DateTimeField()
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    wrong = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(
        max_length=64, null=True, unique=True
    )  # of who gave it right and still owes the second step
    given_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    asks_second = models.BooleanField(
        default=False
    )  # for who moves money or votes: it works once a second person said yes
    second = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(person__isnull=True) ^ Q(route=""), name="code_is_of_a_person_or_a_route"),
            CheckConstraint(
                condition=Q(second__isnull=True) | ~Q(second=models.F("given_by")), name="code_takes_two_people"
            ),
        ]
        indexes = [
            models.Index(fields=["route", "made"], name="code_by_route"),
            models.Index(fields=["digest"], name="code_by_digest"),
        ]

    def __str__(self) -> str:
        return f"a code by {self.way}"

    @property
    def waits(self) -> bool:
        """Whether a second person must say yes before it works."""
        return self.asks_second and self.second_id is None


class Miss(models.Model):
    """One wrong try against one person or one address (`against` is a keyed hash). Forgotten after two days."""

    id = models.BigAutoField(primary_key=True)
    against = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["against", "at"], name="miss_by_target")]

    def __str__(self) -> str:
        return f"a wrong try at {self.at:%d %b %Y}"


class Pin(models.Model):
    """The second step of someone whose phone or inbox others can read too: their own number, as argon2."""

    person = models.OneToOneField("people.Person", models.CASCADE, primary_key=True, related_name="+")
    hash = models.CharField(max_length=200)
    made = models.DateTimeField()

    def __str__(self) -> str:
        return "a PIN"


class Factor(models.Model):
    """A second step of someone with duties: an app that shows codes, or a passkey. It counts from `proved` until `ended`."""

    class Kind(models.TextChoices):
        APP = "app"
        PASSKEY = "passkey"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    secret = models.TextField()  # app: its seed, encrypted; passkey: the public key, hex
    credential = models.CharField(max_length=1400, null=True, unique=True)  # a passkey's own id, base64url
    counter = models.BigIntegerField(default=0)  # app: the last time step used; passkey: its sign count
    name = models.CharField(max_length=60, default="", blank=True)
    trusted = models.BooleanField(
        default=False
    )  # made with an administrator's enrolment, or with another second step given
    made = models.DateTimeField()
    proved = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["person"],
                condition=Q(kind="app", proved__isnull=False, ended__isnull=True),
                name="factor_one_app_per_person",
            ),
            CheckConstraint(condition=Q(kind="app") ^ Q(credential__isnull=False), name="factor_passkey_has_its_id"),
        ]
        indexes = [models.Index(fields=["person", "ended"], name="factor_by_person")]

    def __str__(self) -> str:
        return f"a second step: {self.kind}"


class Spare(models.Model):
    """A recovery code, printed and put away: stands in for the app once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    used = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "a recovery code"


class Login(models.Model):
    """A person's account elsewhere (OpenID Connect), bound by themselves while signed in. Never found by e-mail."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    made = models.DateTimeField()

    class Meta:
        constraints = [UniqueConstraint(fields=["issuer", "subject"], name="login_of_one_person")]

    def __str__(self) -> str:
        return "an account elsewhere"


class Knock(models.Model):
    """Someone cannot get in and asks for help: by a ring, a letter or a visit. An officer answers by `due`."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    way = models.CharField(max_length=10)  # of rules.HELP
    name = models.CharField(max_length=200)  # as they wrote it
    reach = models.CharField(max_length=300, default="", blank=True)  # a number to ring, an address to write to
    words = models.CharField(max_length=300, default="", blank=True)  # when, and what we should know
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    made = models.DateTimeField()
    due = models.DateTimeField()
    ended = models.DateTimeField(null=True)
    officer = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="knock_by_due")]
        constraints = [
            CheckConstraint(condition=Q(state="open") ^ Q(ended__isnull=False), name="knock_ended_when_done"),
        ]

    def __str__(self) -> str:
        return f"someone asks for help ({self.way}, {self.state})"


class Vouch(models.Model):
    """A neighbour says: this person lives here. It opens the door, to be checked by an officer, who agrees or takes it back."""

    class State(models.TextChoices):
        WAITING = "waiting"
        AGREED = "agreed"
        TAKEN_BACK = "taken-back"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    voucher = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    place = models.UUIDField()  # a place's id; this room stands below places
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    made = models.DateTimeField()
    line = models.ForeignKey("record.Line", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(voucher=models.F("person")), name="vouch_for_someone_else"),
            UniqueConstraint(fields=["person"], name="vouch_once_per_person"),
        ]
        indexes = [models.Index(fields=["voucher", "made"], name="vouch_by_voucher")]

    def __str__(self) -> str:
        return f"a neighbour's word ({self.state})"


class Message(models.Model):
    """One message to one person, or to an address of which nobody has looked yet whose it is (a code that was asked for)."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"  # handed to who carries it
        DELIVERED = "delivered"  # they say that it arrived
        FAILED = "failed"  # no way of the person's was left
        DROPPED = "dropped"  # nobody to send it to

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey("people.Person", models.CASCADE, null=True, related_name="+")
    template = models.CharField(max_length=40)  # of messages/templates.py
    values = models.JSONField(default=dict)  # erased once it is sent
    about_kind = models.CharField(max_length=30, default="", blank=True)
    about_id = models.UUIDField(null=True)
    kind = models.CharField(
        max_length=10, default="", blank=True
    )  # email, text or letter: the way taken or to be taken
    address = models.CharField(
        max_length=300, default="", blank=True
    )  # only where typed by who asked; erased once it is sent
    route = models.UUIDField(null=True)  # of the person's: the one taken
    failed = models.JSONField(default=list)  # ids of routes that did not work
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    until = models.DateTimeField(null=True)  # worth nothing after
    made = models.DateTimeField()
    sent = models.DateTimeField(null=True)
    carrier = models.CharField(max_length=10, default="", blank=True)
    receipt = models.CharField(max_length=100, default="", blank=True)  # the carrier's own id for it
    shown = models.TextField(default="", blank=True)  # the outbox page's copy, a day long
    asked_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due"], name="message_by_due"),
            models.Index(fields=["person", "made"], name="message_by_person"),
            models.Index(fields=["receipt"], name="message_by_receipt"),
        ]

    def __str__(self) -> str:
        return f"message {self.template} ({self.state})"
