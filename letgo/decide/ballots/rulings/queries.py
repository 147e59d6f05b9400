"""Reading rulings, and which helpers have an interest in how a vote ends."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from letgo.commons.places.models import Organisation, Place, Role
from letgo.commons.places.queries import open_on, today
from letgo.commons.places.rules import ancestors
from letgo.commons.powers.rules import GIVERS
from letgo.decide.ballots.models import Help, Poll, Ruling


def rulings(of: Poll) -> list[Ruling]:
    """What the returning officer decided, oldest first, each with its line. For everybody. 1 SQL query."""
    return list(Ruling.objects.filter(poll=of).select_related("line").order_by("line__at", "pk"))


def interested(of: Poll) -> list[UUID]:
    """Helpers who work for the power's giver or for a landlord here: as their own slip says, or as their roles say. 3 SQL queries.

    Officers and councillors of the place, or of one above it, count as the giver's, whatever organisation they name.
    """
    bodies = list(Organisation.objects.filter(_bodies(of)).values_list("pk", flat=True))
    helped = Help.objects.filter(poll=of.pk)
    said = set(helped.filter(organisation__in=bodies).values_list("helper", flat=True))
    helpers = set(helped.values_list("helper", flat=True))
    return sorted(said | _staff(helpers, bodies, of))


def may_run(person: UUID, place: Place) -> bool:
    """Whether someone can be the returning officer of a vote here: by that office, or as an outside checker, here or above. 1 SQL query."""
    above = ancestors(place.lineage)
    reach = Q(place__lineage__in=above) | Q(organisation__place__lineage__in=above)
    office = Q(name__in=("returning-officer", "outside-checker"))
    return Role.objects.filter(open_on(today()), reach, office, person=person).exists()


def _bodies(of: Poll) -> Q:
    """The giver, and every landlord at the place, above it or below it."""
    lineage = of.place.lineage
    here = Q(place__lineage__in=ancestors(lineage)) | Q(place__lineage__startswith=lineage) | Q(place__isnull=True)
    found = Q(kind="landlord") & here
    return found | Q(pk=of.power.giver_id) if of.power else found


def _staff(helpers: Iterable[UUID], bodies: list[UUID], of: Poll) -> set[UUID]:
    above = Q(place__lineage__in=ancestors(of.place.lineage)) | Q(place__isnull=True)
    employed = Q(organisation__in=bodies) | (Q(organisation__isnull=True, name__in=GIVERS) & above)
    roles = Role.objects.filter(employed, open_on(today()), person__in=list(helpers))
    return set(roles.values_list("person", flat=True))
