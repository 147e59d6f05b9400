"""kill -9 at every fortieth moment of the effect that seats a board, then four workers at once: nobody sits twice, no seat is forgotten."""

import json

DRILL = """
import json, os, signal, time
from django.db import OperationalError, connection, connections
from letgo.commons.record.clock import travel
from letgo.commons.record.jobs import run_waiting
from letgo.commons.record.models import Job, Line
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused
from letgo.commons.places.models import Role
from letgo.decide.ballots import queries
from letgo.decide.boards import effects
from letgo.decide.boards.models import Election, Mandate
from tests.decide.ballots import made as votes
from tests.decide.boards import made

def killed_at(n, do):
    '''do() in a process of its own, dead at the n-th moment at which the database is about to hear something: "killed" or "done".'''
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        count, code = 0, 1
        def moment():
            nonlocal count
            count += 1
            if count == n:
                os.kill(os.getpid(), signal.SIGKILL)
        def heard(execute, sql, params, many, context):
            moment()
            return execute(sql, params, many, context)
        commit = connection._commit
        def committed():
            moment()
            commit()
            moment()
        connection._commit = committed
        try:
            with connection.execute_wrapper(heard):
                do()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    assert os.WEXITSTATUS(status) == 0, "the act broke"
    return "done"

def seats():
    '''All seats are filled, or none.'''
    held = Mandate.objects.filter(state="serving").count()
    roles = Role.objects.filter(name="board-member", organisation=of.body.organisation, line__verb="places.give-role").exclude(
        person=of.estate.world.people["board"].pk).count()
    assert (held, roles) in ((0, 0), (3, 3)), (held, roles)

def effect():
    with travel(due):
        left = Job.objects.filter(name="record.effect", state="running")
        left.update(state="waiting", holder=None, lease_until=None, attempts=0)  # as the sweep does
        run_waiting()

of = made.board(8)
row = made.called(of)
for number in range(4):
    made.stand(of, row, number)
row = made.voted(of, made.names_closed(row), [[0], [0], [1], [1], [2], [2], [3]])
due = queries.objections_end(row.poll) + made.DAY
with travel(due):
    from letgo.decide.ballots import actions
    from letgo.commons.record.rules import CLOCK
    actions.take_effect(row.poll_id, by=CLOCK, key="effect")
seats()
n = 1
while killed_at(n, effect) == "killed":
    seats()
    n += 40
seats()
sat = Line.objects.filter(verb="boards.fill").count()

# Four workers at once: each lets the same result take effect again, by its own key.
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
                        effects.seat(Ref("poll", row.poll_id), {})
                    made.tick()
                break
            except (Refused, OperationalError):
                time.sleep(0.01)
        os._exit(0)
    workers.append(pid)
[os.waitpid(pid, 0) for pid in workers]
seats()
print(json.dumps({"moments": n, "sat": sat, "after": Line.objects.filter(verb="boards.fill").count(),
                  "state": Election.objects.get(pk=row.pk).state, "held": Mandate.objects.count()}))
"""


def test_a_board_is_seated_once_whatever_a_worker_lives_through(installation):
    found = json.loads(installation.run(DRILL, seconds=300).splitlines()[-1])
    assert found.pop("moments") > 100
    assert found == {"sat": 3, "after": 3, "state": "filled", "held": 3}
