"""Seats kept for some, and who may say no: asked for on a page, seen old beside new, and agreed by a second person."""

import pytest

from tests.web.boards import elections_made as made
from tests.web.boards.test_elections import page, send, text
from tests.web.html import Page, sentences
from tests.web.test_words import LONGEST, banned, words

pytestmark = pytest.mark.django_db
GROUP = {
    "new_words": "tenants of Block A",
    "new_group": "Tenure",
    "new_values": "tenant, secure tenant",
    "new_least": "2",
}
NOBODY = {"fallback": "leave-empty", "approvers": "", "approver_days": "28", "reason": "They were left out."}


def agreed(world, body, client, key, fields):
    """Asked for by the treasurer, seen and agreed by the secretary; the page of the change as it was before."""
    assert "You have asked for it" in send(client, "body-kept", 200, key=key * 22, fields=fields, body=body.pk)
    change = body.changes.get(state="asked")
    shown = text(page(world.client("secretary"), "terms-change", change=change.pk))
    send(world.client("secretary"), "terms-change", 200, key=key * 22, fields={"yes": "yes"}, change=change.pk)
    body.refresh_from_db()
    return shown


def test_seats_are_kept_for_some_and_somebody_may_say_no_once_two_people_agree(world):
    body, client = made.body(world), world.client("treasurer")
    form = page(client, "body-kept", body=body.pk)
    assert Page(form).wrong() == []
    assert [s for s in sentences(form) if words(s) > LONGEST or banned(s)] == []
    half = {**NOBODY, "new_words": "tenants"}
    assert "Fill in all four answers" in send(client, "body-kept", 422, fields=half, body=body.pk)
    assert "what the rules say already" in send(client, "body-kept", 422, fields=NOBODY, body=body.pk)
    asked = {
        **NOBODY,
        **GROUP,
        "fallback": "fill-any",
        "approvers": "The council\n\nThe MP\nThe council",
        "approver_days": "21",
    }
    shown = agreed(world, body, client, "a", asked)
    for said in ("At least 2 seats for tenants of Block A.", "anybody may have that seat", "May say no: The MP"):
        assert said in shown, said
    [row] = body.fixed.reserve
    assert (row.group, row.values, row.minimum) == ("tenure", ("tenant", "secure tenant"), 2)
    assert [(one.words, one.days) for one in body.fixed.approvers] == [("The council", 21), ("The MP", 21)]
    assert body.seats.filter(group="tenants of Block A").count() == 2
    assert "This is a veto" in page(world.client("anyone"), "body", body=body.pk)
    agreed(world, body, client, "b", {**NOBODY, "least_0": "0", "fallback": "fill-any"})
    assert (body.fixed.reserve, body.fixed.approvers) == ((), ())
    assert not body.seats.exclude(group="").exists()


def test_more_seats_cannot_be_kept_than_there_are(world):
    body = made.body(world)
    asked = {**NOBODY, **GROUP, "new_least": "4"}
    assert "More seats are reserved than there are" in send(
        world.client("treasurer"), "body-kept", 422, fields=asked, body=body.pk
    )


def test_a_second_person_sees_that_a_recall_would_be_harder(world):
    from letgo.decide.boards.founding import actions

    body = made.body(world)
    by = {"by": world.actor("treasurer"), "key": made.key()}
    change = actions.change_terms(body.pk, {"recall_percent": 50}, "It is too easy.", **by)
    assert "50 of every 100 must sign" in text(page(world.client("secretary"), "terms-change", change=change.pk))
