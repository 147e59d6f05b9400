"""kill -9 at every fiftieth moment of a recall of the whole board: all sit and no election runs, or nobody sits and one does."""

import json

from tests.drills.test_boards_killed import DRILL as SEATING

KILLED_AT = SEATING[: SEATING.index("def seats()")]
DRILL = (
    KILLED_AT
    + """
from dataclasses import replace
from letgo.commons.powers.petitions import actions as petitions
from letgo.commons.record.rules import CLOCK
from letgo.decide.ballots import actions as ballots
from letgo.decide.boards import recalls
from letgo.decide.boards.models import Vacancy
from letgo.decide.boards.office_models import Recall
from letgo.decide.boards.recalls import actions, effects
from tests.decide.boards import offices
from tests.decide.boards.offices import MINUTE, key

def board():
    sit = Mandate.objects.filter(state="serving", seat__isnull=False).count()
    running = Election.objects.filter(state="nominating").count()
    waits = Vacancy.objects.filter(state="filling").count()
    assert (sit, running, waits) in ((3, 0, 0), (0, 1, 3)), (sit, running, waits)

def effect():
    with travel(due):
        left = Job.objects.filter(name="record.effect", state="running")
        left.update(state="waiting", holder=None, lease_until=None, attempts=0)  # as the sweep does
        run_waiting()

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
n = 1
while killed_at(n, effect) == "killed":
    board()
    n += 50
board()

# Four workers at once: each lets the same result take effect again.
connections.close_all()
workers = []
for number in range(4):
    pid = os.fork()
    if pid == 0:
        for moment in range(20):
            try:
                with travel(due):
                    from django.db import transaction
                    with transaction.atomic():
                        effects.recall(Ref("poll", poll.pk), {"recall": str(row.pk)})
                break
            except (Refused, OperationalError):
                time.sleep(0.01)
        os._exit(0)
    workers.append(pid)
[os.waitpid(pid, 0) for pid in workers]
board()
print(json.dumps({"moments": n, "ended": Line.objects.filter(verb="boards.end").count(), "state": Recall.objects.get().state,
                  "elections": Election.objects.count()}))
"""
)


def test_a_board_is_recalled_whole_with_its_election_or_not_at_all(installation):
    found = json.loads(installation.run(DRILL, seconds=300).splitlines()[-1])
    assert found.pop("moments") > 50
    assert found == {"ended": 4, "state": "recalled", "elections": 1}  # three seats and the chair
