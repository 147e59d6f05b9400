"""What each verb of the record says to people: one plain sentence. A verb that is not here is shown as its own words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

ROOMS = {
    "ballots": "Votes",
    "budgets": "Ideas and shared money",
    "door": "Signing in",
    "money": "Money",
    "people": "People’s rights",
    "places": "Places and offices",
    "powers": "Who decides what",
    "promises": "Promises",
    "record": "The record itself",
}

SENTENCES = {
    "ballots.add-option": "Something to choose was added to a vote",
    "ballots.admit-late": "A late paper was let in, with the reason",
    "ballots.call": "A vote was called",
    "ballots.challenge": "Someone objected to a vote",
    "ballots.close": "A vote was closed",
    "ballots.count": "A vote was counted",
    "ballots.decide-challenge": "An objection was decided, with the reason",
    "ballots.declare": "The result of a vote was declared",
    "ballots.extend": "A vote got more time",
    "ballots.fix-seed": "The number for drawing lots was written down",
    "ballots.hold-back": "A result was held back",
    "ballots.lose-paper": "A voting paper was lost",
    "ballots.note-outage": "A time without this site was written down",
    "ballots.open": "A vote was opened",
    "ballots.open-batch": "A pile of voting papers was begun",
    "ballots.open-sealed": "Sealed voting papers were opened for a recount",
    "ballots.overturn": "A result was overturned",
    "ballots.papers-by-the-clock": "Voting papers left over were settled by the clock",
    "ballots.papers-into-box": "Voting papers went into the box",
    "ballots.read-seed": "The number for drawing lots was read out",
    "ballots.receive-paper": "A voting paper came in",
    "ballots.refuse-paper": "A voting paper was not counted, with the reason",
    "ballots.rule": "The returning officer ruled",
    "ballots.rule-on-paper": "The returning officer ruled on a paper",
    "ballots.seal-box": "A box was sealed",
    "ballots.settle-papers": "Two readings of voting papers were settled",
    "ballots.take-effect": "The result of a vote took effect",
    "ballots.type-papers": "Voting papers were typed in",
    "ballots.void": "A vote was called off",
    "ballots.withdraw-option": "Something to choose was taken out of a vote",
    "budgets.announce-cut": "A cut was announced",
    "budgets.answer-stage": "A resident looked at what was done",
    "budgets.answer-together": "Joining two ideas was answered",
    "budgets.ask-small": "A small sum was asked for",
    "budgets.ask-together": "Two ideas could be joined",
    "budgets.bring-over": "An idea was taken over from an earlier round",
    "budgets.cannot-undo": "A result could not be taken back, with the reason",
    "budgets.change-cost": "What a project costs was changed",
    "budgets.check": "An idea was checked",
    "budgets.declare": "Someone said that an idea concerns them",
    "budgets.end-cut": "A cut was over",
    "budgets.end-ideas": "The time for ideas was over",
    "budgets.finish-project": "A project was finished",
    "budgets.fund-undo": "Money for ideas was taken back",
    "budgets.give-back": "Money of a project went back",
    "budgets.keep-whole": "A project was kept whole in a cut",
    "budgets.lapse-small": "A small sum was asked for too long ago",
    "budgets.log-stall": "People were asked at a stall",
    "budgets.object": "Someone said no to a plan for a cut",
    "budgets.open-round": "A round for ideas was opened",
    "budgets.pay-small": "A small sum was paid",
    "budgets.plan-cut": "A plan for a cut was written down",
    "budgets.plan-stage": "A step of a project was planned",
    "budgets.promise-start": "The start of a project was promised",
    "budgets.refuse-small": "A small sum was refused, with the reason",
    "budgets.release-small": "A small sum was set free",
    "budgets.say-idea": "An idea was said",
    "budgets.send-plan-back": "A plan for a cut was sent back",
    "budgets.set-apart": "Two ideas cannot both be built",
    "budgets.set-aside": "Money for an idea was set aside",
    "budgets.set-cost": "What an idea costs was worked out",
    "budgets.set-small-aside": "A small sum was set aside",
    "budgets.set-together": "Two ideas became one",
    "budgets.settle-change": "A change of cost was settled",
    "budgets.show-stage": "It was shown what was done",
    "budgets.shrink-project": "A project was made smaller",
    "budgets.start-project": "A project was started",
    "budgets.stop-project": "A project was stopped, with the reason",
    "budgets.take-back-small": "Asking for a small sum was taken back",
    "budgets.translate": "An idea was put into another language",
    "budgets.vote-on-cut": "A vote decides on a cut",
    "door.answer": "A call for help to sign in was answered",
    "door.ask-for-help": "Someone asked for help to sign in",
    "door.change-way-in": "A way to sign in was changed",
    "door.end-factor": "A second step was taken away",
    "door.bind-account": "An officer joined an account elsewhere to theirs",
    "door.confirm-code": "A second person said yes to a code to sign in",
    "door.give-code": "An officer gave a code to sign in",
    "door.give-enrolment": "An administrator gave a code for a second step",
    "door.judge-vouch": "An officer looked at a neighbour’s word",
    "door.let-in": "A link for signing in was made on the machine itself",
    "door.take-back": "A neighbour’s word was taken back",
    "door.vouch": "A neighbour gave their word for someone",
    "money.approve": "A payment got its second yes",
    "money.ask-second": "A payment waits for a second yes",
    "money.capture": "Money that was set aside was used",
    "money.close-period": "The books of a year were closed",
    "money.close-pot": "A pot was closed",
    "money.hold": "Money was set aside",
    "money.open-pot": "A pot was opened",
    "money.release": "Money that was set aside is free again",
    "money.return": "Money was given back",
    "money.reverse": "A payment was taken back",
    "money.set-terms": "The terms of a pot were changed",
    "money.step": "A payment went one step on",
    "money.transfer": "Money was moved",
    "people.give-agreement": "A yes was given",
    "people.set-safe-contact": "It was set how to reach someone safely",
    "people.withdraw-agreement": "A yes was taken back",
    "people.add-wording": "The words of an agreement were published",
    "places.add-home": "A home was added",
    "places.add-organisation": "An organisation was added",
    "places.add-place": "A place was added",
    "places.begin": "This site began",
    "places.confirm-import": "A list was brought in",
    "places.drop-import": "A list was thrown away",
    "places.end-role": "Someone left an office",
    "places.export": "A list was taken out",
    "places.give-role": "Someone took up an office",
    "places.import": "A list was read",
    "places.move-place": "A place was moved under another",
    "places.rename-place": "A place got another name",
    "places.set-electorate": "It was set who may vote",
    "powers.accept": "A power was accepted",
    "powers.agree-to-end": "One side agreed that a power ends",
    "powers.answer": "A demand was answered",
    "powers.apply-catalogue": "The list of what could be let go was changed",
    "powers.ask-for": "A power was asked for",
    "powers.ask-question": "A question was put to a councillor",
    "powers.begin": "A power began: residents hold it now",
    "powers.close-petition": "A demand was closed",
    "powers.decline": "A power was turned down",
    "powers.end": "A power ended",
    "powers.give-back": "A power was given back",
    "powers.give-notice": "Notice was given that a power will end",
    "powers.hand-over": "A power was offered",
    "powers.keep": "A power was kept, with the reason",
    "powers.keep-again": "A power was kept again, with the reason",
    "powers.lapse": "A power is past its date and stays with residents",
    "powers.offer-help": "Help was offered",
    "powers.reply": "A question was answered",
    "powers.review": "A power was looked at again",
    "powers.set-demand": "It was set what demands there can be",
    "powers.sign": "A name was put under a demand",
    "powers.withdraw-name": "A name was taken off a demand",
    "powers.start-petition": "A demand was started",
    "powers.supervise": "A power is watched over",
    "powers.take-back-notice": "A notice was taken back",
    "powers.use": "A power was used",
    "powers.veto": "A decision was stopped, with the reason",
    "powers.answer-veto": "Who stopped a decision said what must change",
    "powers.warn": "A warning was given",
    "powers.withdraw-petition": "A demand was taken back",
    "promises.accept-rule": "A rule was agreed",
    "promises.apply-pack": "Local rules were brought in",
    "promises.break": "A promise was broken",
    "promises.cancel": "A promise was cancelled",
    "promises.escalate": "The next people were told of a broken promise",
    "promises.excuse": "A broken promise was excused, with the reason",
    "promises.extend": "A promise got more time, with the reason",
    "promises.meet": "A promise was kept",
    "promises.pause": "The clock of a promise was stopped for a while",
    "promises.tell-holder": "Whoever holds the duty was told",
    "promises.tell-place": "People of the place were told of a broken promise",
    "promises.promise": "A promise was made",
    "promises.propose-rules": "Rules were proposed",
    "promises.resume": "The clock of a promise runs again",
    "promises.set-calendar": "The days off were set",
    "record.change-key": "The key that signs the record was changed",
    "record.forget": "What an entry said, and who did it, was taken out",
    "record.redact": "What an entry said was taken out",
}


def sentence(verb: str) -> str:
    """What was done. "money.sell-bonds", if nobody gave it a sentence, becomes "Money: sell bonds"."""
    if verb in SENTENCES:
        return SENTENCES[verb]
    room, _, act = verb.partition(".")
    return f"{room.capitalize()}: {act.replace('-', ' ')}" if act else verb


def facts(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What an entry says, as (name, value) in plain words. What only machines can read (ids) stays in the proof."""
    told = [(name.replace("-", " ").replace("_", " ").capitalize(), _plain(value)) for name, value in body.items()]
    return [(name, value) for name, value in told if value]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list):
        return ", ".join(text for text in map(_plain, value) if text)
    if isinstance(value, dict):
        return "; ".join(f"{name}: {text}" for name, text in facts(value))
    return "" if value is None or _is_id(value) else str(value)


def _is_id(text: str) -> bool:
    try:
        UUID(text.rpartition(":")[2])
    except ValueError:
        return False
    return True
