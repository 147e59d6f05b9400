"""The only writers of proxies: given, written down from a form on paper, taken back."""

from uuid import UUID, uuid4

from django.db import transaction

from letgo.commons.door.messages.actions import tell
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.record.actions import once, write
from letgo.commons.record.refs import Ref
from letgo.commons.record.refusals import Refused, require
from letgo.decide.boards.agenda.actions import NOT_BOARD, keep, locked_meeting
from letgo.decide.boards.agenda.queries import may_vote
from letgo.decide.boards.meeting_models import Meeting, Proxy
from letgo.decide.boards.proxies import queries, rules

NOT_A_VOTER = "Only people who may vote at this meeting can give or hold a proxy."
CURE = "Ask another neighbour who comes."


@transaction.atomic
def give(meeting: UUID, holder: UUID, words: str = "", *, by: Actor, key: str) -> Proxy:
    """Let someone who comes vote for oneself. Never in another's name: nobody gives a proxy for whom they act for.

    Raises Refused for a holder who has as many as the rules allow, who works here or for the landlord, or who may not vote themselves.
    """
    with once("boards.give-proxy", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.give-proxy", row) and by.person is not None and by.is_self(by.person), NOT_A_VOTER)
        return done.with_result(_give(row, by.person, holder, words, by, paper=False))


@transaction.atomic
def write_down(meeting: UUID, giver: UUID, holder: UUID, words: str = "", *, by: Actor, key: str) -> Proxy:
    """A proxy that came as a signed form on paper. Whoever writes it down is neither its giver nor its holder; its giver is told."""
    with once("boards.write-down-proxy", key, by) as done:
        if done.before:
            return done.before
        row = locked_meeting(meeting)
        require(may(by, "boards.write-down-proxy", row), NOT_BOARD)
        if by.person in (giver, holder):
            raise Refused("Somebody else must write down a proxy that you give or hold.")
        made = _give(row, giver, holder, words, by, paper=True)
        tell(giver, "news", row.ref, f"boards:{made.pk}:written-down")
        return done.with_result(made)


def _give(row: Meeting, giver: UUID | None, holder: UUID, words: str, by: Actor, paper: bool) -> Proxy:
    if row.state != "called":
        raise Refused("Proxies are given before a meeting opens.")
    if row.proxy_cap == 0:
        raise Refused("This meeting takes no proxies.", cure="Come, join from home, or ask for childcare.")
    voters = may_vote(row)
    require(giver in voters and holder in voters, NOT_A_VOTER)
    if giver == holder:
        raise Refused("A proxy is for somebody else.")
    if queries.works_there(holder):
        raise Refused("Who works here, for the landlord or as a carer cannot hold a proxy.", cure=CURE)
    if row.given.filter(state="given", giver=giver).exists():
        raise Refused("You gave a proxy for this meeting.", cure="Take it back first.")
    slot = rules.free_slot(queries.slots(row, holder), row.proxy_cap)
    if not slot:
        raise Refused("They hold {most} already. That is the most one person may hold.", cure=CURE, most=row.proxy_cap)
    made = Proxy(id=uuid4(), meeting=row, giver_id=giver, holder_id=holder, slot=slot, words=words.strip(), paper=paper)
    return _line(made, "boards.give-proxy", by)


def _line(row: Proxy, verb: str, by: Actor, **fields: str) -> Proxy:
    """Only the giver reads its line."""
    body = {"meeting": row.meeting.number, "slot": row.slot, "paper": row.paper}
    return keep(
        row, write(verb, Ref("proxy", row.pk), audience=Ref("person", row.giver_id), by=by, body=body), **fields
    )


@transaction.atomic
def take_back(proxy: UUID, *, by: Actor, key: str) -> Proxy:
    """Whoever gave it takes it back, until the meeting is counted. Coming oneself does the same without a word."""
    with once("boards.take-back-proxy", key, by) as done:
        if done.before:
            return done.before
        found = Proxy.objects.select_for_update(of=("self",)).select_related("meeting__body__place").get(pk=proxy)
        require(may(by, "boards.take-back-proxy", found), "Only who gave this proxy can take it back.")
        if found.state != "given" or found.meeting.state not in ("called", "open"):
            raise Refused("It is too late to take this back.", cure="Come to the meeting: then you vote yourself.")
        return done.with_result(_line(found, "boards.take-back-proxy", by, state="withdrawn"))
