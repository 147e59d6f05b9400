"""Pages of offices: each state whole, plain and cheap; who may not read a step before the vote finds nothing; nobody learns who spoke."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.web.boards import offices_made as made
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
KEY = "k" * 22
MOST = 12


def get(client, name, status=200, **address):
    with CaptureQueriesContext(connection) as caught:
        response = client.get(reverse(name, kwargs=address))
    assert response.status_code == status, (name, response.status_code)
    assert len(caught) <= MOST, (name, len(caught))
    return response.content.decode()


def post(client, name, data, status=200, **address):
    response = client.post(reverse(name, kwargs=address), {"form_key": KEY, "go": "send", **data})
    body = response.content.decode()
    assert response.status_code == status, text(body)
    return body


def text(source):
    return " ".join(sentences(source))


def sound(source):
    """The page is whole, its title names nobody, and it says nothing long or banned."""
    assert Page(source).wrong() == []
    title = source.split("<title>", 1)[1].split("</title>", 1)[0]
    assert not [name for name in ("Canary", "Person ", "Manager M") if name in title], title
    assert [s for s in sentences(source) if words(s) > LONGEST or banned(s)] == []
    return text(source)


JOB_SAYS = {
    "published": ("You can apply until", "Nine of ten repairs in time", "Has run repairs", "My sister has applied."),
    "judged": ("Nobody can apply any more.", "Then there is a vote."),
    "voting": ("Vote: Estate manager", "The vote is open from", "Applicant 0", "Applicant 1"),
    "appointed": (
        "Chosen: Estate manager",
        "Applicant 0 was chosen",
        "The office ends by itself on",
        "Never without a hearing.",
    ),
}


@pytest.mark.parametrize("state", JOB_SAYS)
def test_a_job_is_whole_plain_and_cheap_in_every_state_and_names_are_for_the_board_until_the_vote(state, world):
    row = made.JOBS[state](world)
    for who in ("anyone", "secretary"):
        page = sound(get(world.client(who), "appointment", appointment=row.pk))
        for said in JOB_SAYS[state]:
            assert said in page, (who, said)
        assert ("Applicant 0" in page) is (who == "secretary" or state in ("voting", "appointed"))
    sound(get(world.client("anyone"), "offices", body=row.body_id))


def test_a_job_that_is_not_published_is_there_for_the_board_alone(world):
    row = made.described(world)
    get(world.client("resident"), "appointment", 404, appointment=row.pk)
    assert "Only the board sees it." not in get(world.client("anyone"), "offices", body=row.body_id)
    assert "only the board sees it" in sound(get(world.client("secretary"), "appointment", appointment=row.pk))


def test_a_job_is_described_and_published_one_thing_a_page(world):
    from letgo.commons.places.queries import today
    from letgo.decide.boards.office_models import Appointment

    body, client = made.body(world), world.client("secretary")
    soon = f"{today() + 300 * made.DAY:%d %m %Y}"
    answers = {
        "role": "Estate manager", "duties": "Runs the office.", "target1": "Nine of ten repairs in time", "by1": soon,
        "measure1": "Has run repairs", "weight1": "3", "panel": "Two board members", "decides": "board", "months": "24", "review": "3",
    }  # fmt: skip
    half = {**answers, "target2": "Answers in a week"}
    assert "Fill in both, or neither." in post(client, "appointment-describe", half, 422, body=body.pk)
    sound(post(client, "appointment-describe", answers, body=body.pk))
    row = Appointment.objects.get()
    assert (row.decides, row.measures) == ("board", [("Has run repairs", 3)])
    until = f"{today() + 10 * made.DAY:%d %m %Y}"
    sound(post(client, "appointment-publish", {"until": until}, appointment=row.pk))
    sound(
        post(world.client("neighbour"), "appointment-apply", {"name": "Person B", "says": "I can."}, appointment=row.pk)
    )
    row.refresh_from_db()
    assert row.applicants.get().name == "Person B"


def test_the_panel_gives_points_for_what_was_published_on_a_page(world):
    one = made.applicant(world)
    client = world.client("secretary")
    sound(get(client, "applicant-judge", applicant=one.pk))
    marks = {"mark0": "7", "mark1": "4", "stands": "no", "reason": ""}
    assert "Say why they do not stand." in post(client, "applicant-judge", marks, 422, applicant=one.pk)
    sound(post(client, "applicant-judge", {**marks, "stands": "yes"}, applicant=one.pk))
    one.refresh_from_db()
    assert (one.state, one.points) == ("stands", 29)
    assert "29 points" in text(get(client, "appointment", appointment=one.appointment_id))


@pytest.mark.parametrize("state", made.REVIEWS)
def test_a_review_shows_each_figure_with_its_source_and_what_is_said_beside_it(state, world):
    row = made.REVIEWS[state](world)
    for who in ("anyone", "manager", "board"):
        page = sound(get(world.client(who), "review", review=row.pk))
        for said in ("7 of 212", "Entered by the board on", "counted by this site", "Promises kept"):
            assert said in page, (who, said)
        assert ("Write beside it" in page) is (who == "manager" and state != "done")
        assert ("Enter a figure" in page) is (who == "board" and state != "done")
        assert ("being <b>mended" in page) is (state != "facts")
    office = sound(get(world.client("anyone"), "office", mandate=row.mandate_id))
    assert "Nine of ten repairs in time" in office


def test_who_is_reviewed_writes_beside_a_figure_and_can_enter_or_change_none(world):
    one = made.figure(world)
    sound(post(world.client("manager"), "review-comment", {"words": "Four are being mended."}, figure=one.pk))
    one.refresh_from_db()
    assert one.value == "7 of 212"
    figure = {"name": "Homes", "value": "0", "source": "Me"}
    post(world.client("manager"), "review-figure", figure, 403, review=one.review_id)
    post(world.client("board"), "review-comment", {"words": "Mine."}, 403, figure=one.pk)


REMOVAL_SAYS = {
    "concern": ("Next comes a plan", made.CONCERN),
    "plan": ("A plan runs until", made.PLAN),
    "hearing": ("The hearing is on", "There is no vote before it.", made.REPLY, "in May"),
    "reasoned": (made.REASONS, made.ORDER, "A second member of the board reads them"),
    "ready": ("Two members of the board have read them.",),
    "vote": ("The vote decides.", made.REASONS),
    "removed": ("The vote has ended the office.", "It must answer by", made.ORDER),
    "dropped": ("All is put right.",),
}


@pytest.mark.parametrize("state", made.REMOVALS)
def test_the_way_to_a_vote_is_read_by_the_board_and_who_it_is_about_and_its_reasons_by_all_from_the_vote_on(
    state, world
):
    row = made.REMOVALS[state](world)
    for who in ("board", "manager", "checker"):
        page = sound(get(world.client(who), "removal", removal=row.pk))
        for said in REMOVAL_SAYS[state]:
            assert said in page, (who, said)
    public = state in ("vote", "removed")
    for who in ("anyone", "resident", "officer"):
        found = get(world.client(who), "removal", 200 if public else 404, removal=row.pk)
        office = text(get(world.client(who), "office", mandate=row.mandate_id))
        for private in (made.CONCERN, made.PLAN, made.REPLY, "in May"):
            assert private not in text(found)
            assert private not in office
        assert ("From a concern to a vote" in office) is public
        if public:
            assert made.REASONS in sound(found)


def test_no_page_offers_a_vote_before_the_hearing_and_no_step_is_left_out(world):
    """The acts that the board is offered, one state after the other."""
    offers = {
        "concern": {"plan", "drop"}, "plan": {"plan", "hearing", "drop"}, "hearing": {"drop"}, "reasoned": {"reasons", "read", "drop"},
        "ready": {"reasons", "vote", "drop"}, "vote": set(), "removed": set(),
    }  # fmt: skip
    for state, wanted in offers.items():
        from django.db import transaction

        with transaction.atomic():
            row = made.REMOVALS[state](world)
            page = get(world.client("secretary"), "removal", removal=row.pk)
            acts = ("reply", "plan", "hearing", "reasons", "read", "vote", "board", "drop")
            assert {act for act in acts if reverse(f"removal-{act}", args=[row.pk]) + '"' in page} == wanted, state
            transaction.set_rollback(True)


def test_reasons_that_may_be_private_are_asked_about_once_and_read_by_a_second(world):
    row = made.heard(world)
    client = world.client("board")
    reasons = {"reasons": "Repairs were late while she was ill.", "instruction": made.ORDER}
    page = post(client, "removal-reasons", reasons, 422, removal=row.pk)
    assert "Is this about the work alone: ill?" in text(page)
    sound(post(client, "removal-reasons", {"reasons": made.REASONS, "instruction": made.ORDER}, removal=row.pk))
    page = sound(get(world.client("treasurer"), "removal-read", removal=row.pk))
    assert made.REASONS in page  # they read before they answer
    assert made.ORDER in page
    assert "Somebody else reads what you wrote." in post(
        client, "removal-read", {"nothing": "yes"}, 422, removal=row.pk
    )
    sound(post(world.client("treasurer"), "removal-read", {"nothing": "no"}, removal=row.pk))
    row.refresh_from_db()
    assert row.read_by_id is None
    sound(post(world.client("treasurer"), "removal-read", {"nothing": "yes"}, removal=row.pk))
    row.refresh_from_db()
    assert row.read_by_id == world.person("treasurer").pk


def test_who_it_is_about_has_the_facts_before_their_eyes_when_they_reply(world):
    row = made.hearing(world)
    page = sound(get(world.client("manager"), "removal-reply", removal=row.pk))
    assert "41 of 60 repairs were late" in page
    sound(post(world.client("manager"), "removal-reply", {"reply": made.REPLY, "public": "yes"}, removal=row.pk))
    row.refresh_from_db()
    assert row.reply_public


RECALL_SAYS = {
    "signing": ("Should the Tansy Row board go?", "Read it, and add your name", "Names are counted and never shown"),
    "of-one": ("Read it, and add your name",),
    "voting": ("The vote decides.", "In secret, from"),
    "recalled": ("They go.", "A new election was called in the same moment."),
}


@pytest.mark.parametrize("state", made.RECALLS)
def test_a_recall_is_whole_in_every_state_and_names_nobody_who_signed(state, world):
    row = made.RECALLS[state](world)
    for who in ("anyone", "resident", "board"):
        page = sound(get(world.client(who), "recall", recall=row.pk))
        for said in RECALL_SAYS[state]:
            assert said in page, (who, said)
        assert "Canary" not in page
    sound(get(world.client("anyone"), "offices", body=row.body_id))


def test_a_resident_asks_for_a_vote_on_the_board_and_sees_what_it_takes_before(world):
    from letgo.decide.boards.office_models import Recall

    body, client = made.body(world), world.client("resident")
    page = sound(get(client, "recall-ask", body=body.pk))
    assert "who can vote" in page
    sound(post(client, "recall-ask", {"mandate": "all", "reasons": "They never met."}, body=body.pk))
    assert Recall.objects.get().state == "signing"


def test_what_is_said_in_confidence_is_read_by_one_person_and_no_page_says_who_said_it(world):
    from letgo.decide.boards.office_models import Confidence

    body, client = made.body(world), world.client("officer-here")
    page = sound(get(client, "confidence-say", body=body.pk))
    assert "Canary Manager" not in page
    given = {"reader": str(world.person("checker").pk), "said": made.SAID}
    told = post(client, "confidence-say", given, body=body.pk)
    sound(told)
    slip = told.split('lg-large-code">', 1)[1].split("<", 1)[0]
    row = Confidence.objects.get()
    for who in ("board", "manager", "administrator", "officer-here", "secretary"):
        get(world.client(who), "confidence", 404, confidence=row.pk)
        assert "Nothing was said to you." in text(get(world.client(who), "confidences"))
    reader = world.client("checker")
    for name, address in (("confidences", {}), ("confidence", {"confidence": row.pk})):
        page = get(reader, name, **address)
        sound(page)
        assert "Canary Officer" not in page
    assert "keys of the" in page
    response = reader.post(reverse("confidence", args=[row.pk]), {"form_key": KEY, "words": made.ANSWER})
    assert response.status_code == 302
    anybody = world.client("anyone")
    opened = post(anybody, "confidence-slip", {"slip": slip.lower()})
    assert made.ANSWER in text(opened)
    assert slip not in opened  # not kept on the page
    assert "open nothing" in post(anybody, "confidence-slip", {"slip": "ABCD-EFGH-JKMN-PQRS"}, 422)
    reader.post(reverse("confidence-forget", args=[row.pk]), {"form_key": KEY})
    assert "The words are deleted." in text(get(reader, "confidence", confidence=row.pk))


def test_confidence_pages_can_be_left_at_once_and_offer_no_paper_with_a_code_and_no_helper(world):
    body = made.body(world)
    page = get(world.client("officer-here"), "confidence-say", body=body.pk)
    assert "Exit this page" in page
    assert reverse("print-form") not in page
    assert reverse("help") not in page
    assert 'name="robots" content="noindex"' in page


def test_pages_cost_the_same_however_much_there_is(world):
    """2 and 40 figures; 1 and 20 applicants."""
    from letgo.decide.boards.reviews import actions as reviews

    def cost(name, **address):
        with CaptureQueriesContext(connection) as caught:
            assert world.client("anyone").get(reverse(name, kwargs=address)).status_code == 200
        return len(caught)

    row = made.review(world)
    before = cost("review", review=row.pk)
    for number in range(12):
        reviews.enter_figure(row.pk, f"Figure {number}", "1", "A list", by=world.actor("board"), key=made.key())
    assert cost("review", review=row.pk) == before


WAITS = {
    "confidence": (made.confidence, "Someone spoke to you in confidence", "/boards/in-confidence/", "checker", "secretary manager"),
    "hearing": (made.hearing, "A hearing about your office", "/boards/way/", "manager", "secretary board resident"),
    "second reader": (made.reasoned, "Reasons wait for a second reader", "/boards/way/", "treasurer", "board manager resident"),
    "review": (made.review, "A review is under way", "/boards/review/", "secretary", "manager resident"),
    "own review": (made.review, "Your work is reviewed", "/boards/review/", "manager", "secretary resident"),
}  # fmt: skip


@pytest.mark.parametrize("waits", WAITS)
def test_what_an_office_waits_for_stands_on_the_page_of_whom_it_waits_for_and_on_no_other(waits, world):
    make, says, leads, whose, others = WAITS[waits]
    row = make(world)
    mine = get(world.client(whose), "mine")
    assert f'href="{leads}{row.pk}"' in mine
    assert says in text(mine)
    assert made.SAID not in mine
    for who in others.split():
        assert says not in text(get(world.client(who), "mine")), who


def test_what_is_answered_read_or_done_waits_no_more(world):
    made.answered(world)
    made.reviewed(world)
    made.ready(world)
    for who in ("checker", "manager", "treasurer", "secretary"):
        said = text(get(world.client(who), "mine"))
        assert "in confidence" not in said
        assert "second reader" not in said
        assert "review" not in said.lower()
    assert "A hearing about your office" in text(get(world.client("manager"), "mine"))


def test_an_office_is_called_as_the_job_was_wherever_it_stands(world):
    row = made.appointed(world)
    held = row.mandate
    assert held.called == "Estate manager"
    for name, address in (("office", {"mandate": held.pk}), ("offices", {"body": row.body_id})):
        assert "Estate manager" in sound(get(world.client("anyone"), name, **address)), name
    whole = sound(get(world.client("anyone"), "body", body=row.body_id))
    assert "Estate manager" not in whole  # who works for a body does not sit on it
    assert (
        "Estate manager" in get(world.client("anyone"), "office", mandate=held.pk).split("<h1", 1)[1].split("</h1>")[0]
    )
