"""kill -9 at every fortieth moment of the effect that seats a board, then four workers at once: nobody sits twice, no seat is forgotten."""

import json

DRILL = """
import json
from django.db import transaction
from letgo.commons.places.models import Role
from letgo.commons.record.clock import travel
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions, queries
from letgo.decide.boards import effects
from letgo.decide.boards.models import Election, Mandate
from tests.decide.boards import made
from tests.drills.killing import all_at_once, taken_up, until_done

def seats():
    '''All seats are filled, or none.'''
    held = Mandate.objects.filter(state="serving").count()
    roles = Role.objects.filter(name="board-member", organisation=of.body.organisation, line__verb="places.give-role").exclude(
        person=of.estate.world.people["board"].pk).count()
    assert (held, roles) in ((0, 0), (3, 3)), (held, roles)

def effect():
    with travel(due):
        taken_up()

of = made.board(8)
row = made.called(of)
for number in range(4):
    made.stand(of, row, number)
row = made.voted(of, made.names_closed(row), [[0], [0], [1], [1], [2], [2], [3]])
due = queries.objections_end(row.poll) + made.DAY
with travel(due):
    actions.take_effect(row.poll_id, by=CLOCK, key="effect")
seats()
n = until_done(effect, seats, 40)
sat = Line.objects.filter(verb="boards.fill").count()

# Four workers at once: each lets the same result take effect again, by its own key.
def again(number):
    with travel(due):
        with transaction.atomic():
            effects.seat(Ref("poll", row.poll_id), {})
        made.tick()

all_at_once(again)
seats()
print(json.dumps({"moments": n, "sat": sat, "after": Line.objects.filter(verb="boards.fill").count(),
                  "state": Election.objects.get(pk=row.pk).state, "held": Mandate.objects.count()}))
"""


def test_a_board_is_seated_once_whatever_a_worker_lives_through(installation):
    found = json.loads(installation.run(DRILL, seconds=300).splitlines()[-1])
    assert found.pop("moments") > 100
    assert found == {"sat": 3, "after": 3, "state": "filled", "held": 3}
