"""Who takes back a proxy: whoever gave it. All else about meetings stands in the room's own policies."""

from letgo.commons.people.rules import Policy
from letgo.commons.places.rules import own_persons
from letgo.decide.boards.meeting_models import Proxy

GIVER = Policy(
    one=lambda actor, row: isinstance(row, Proxy) and row.giver_id in own_persons(actor),
    many=lambda actor, rows: rows.filter(giver__in=own_persons(actor)) if rows.model is Proxy else rows.none(),
)
