"""kill -9 at every fiftieth moment of a recall of the whole board: all sit and no election runs, or nobody sits and one does."""

import json

DRILL = """
import json
from dataclasses import replace
from django.db import transaction
from letgo.commons.powers.petitions import actions as petitions
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.boards.models import Election, Mandate, Vacancy
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.recalls import actions, effects
from tests.decide.boards import offices
from tests.decide.boards.offices import MINUTE, key
from tests.drills.killing import all_at_once, taken_up, until_done

def board():
    sit = Mandate.objects.filter(state="serving", seat__isnull=False).count()
    running = Election.objects.filter(state="nominating").count()
    waits = Vacancy.objects.filter(state="filling").count()
    assert (sit, running, waits) in ((3, 0, 0), (0, 1, 3)), (sit, running, waits)

def effect():
    with travel(due):
        taken_up()

of = offices.sitting(3, 8, recall_percent=20, recall_least=2)
row = actions.start_recall(of.body.pk, None, "They never met.", by=of.people[5], key=key())
petitions.sign(row.petition_id, by=of.people[6], key=key())
run_waiting()
poll = Recall.objects.get().poll
yes = poll.options.get(title="Yes").pk
with travel(poll.opens + MINUTE):
    ballots.open_poll(poll.pk, by=CLOCK, key="open")
    for voter in of.people[:5]:
        ballots.cast(poll.pk, [yes], by=voter)
with travel(poll.closes + MINUTE):
    ballots.close_poll(poll.pk, by=CLOCK, key="close")
    for reader in of.board.estate.scrutineers:
        ballots.read_seed(poll.pk, "4 2 6", by=reader, key=key())
    run_waiting()
    ballots.declare(poll.pk, by=replace(of.board.officer, person=poll.officer_id), key=key())
due = offices.after(poll)
with travel(due):
    ballots.take_effect(poll.pk, by=CLOCK, key="effect")
board()
n = until_done(effect, board, 50)

# Four workers at once: each lets the same result take effect again.
def again(number):
    with travel(due), transaction.atomic():
        effects.recall(Ref("poll", poll.pk), {"recall": str(row.pk)})

all_at_once(again)
board()
print(json.dumps({"moments": n, "ended": Line.objects.filter(verb="boards.end").count(), "state": Recall.objects.get().state,
                  "elections": Election.objects.count()}))
"""


def test_a_board_is_recalled_whole_with_its_election_or_not_at_all(installation):
    found = json.loads(installation.run(DRILL, seconds=300).splitlines()[-1])
    assert found.pop("moments") > 50
    assert found == {"ended": 4, "state": "recalled", "elections": 1}  # three seats and the chair
