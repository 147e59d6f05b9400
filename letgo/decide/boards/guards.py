"""What the database refuses on bodies, their seats and their elections, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained
from letgo.decide.boards.meeting_guards import MEETINGS
from letgo.decide.boards.office_guards import OFFICES

# Bodies, elections and seats.
ELECTIONS = [
    *explained("boards_body"),
    *explained("boards_termschange"),
    *explained("boards_seat"),
    *explained("boards_mandate"),
    Guard(
        "boards_mandate_over",
        "boards_mandate",
        "UPDATE",
        "an office that has ended is never held again by the same row",
        when="OLD.state = 'ended' AND NEW.state <> 'ended'",
    ),
    Guard(
        "boards_mandate_holder",
        "boards_mandate",
        "UPDATE",
        "an office does not change its holder, its seat or what it rests on",
        when="NEW.person_id <> OLD.person_id OR NEW.body_id <> OLD.body_id OR NEW.source_kind <> OLD.source_kind "
        "OR NEW.start <> OLD.start OR (OLD.seat_id IS NOT NULL AND (NEW.seat_id IS NULL OR NEW.seat_id <> OLD.seat_id))",
    ),
    *explained("boards_election"),
    Guard(
        "boards_election_terms",
        "boards_election",
        "UPDATE",
        "the terms, the seats and the dates of an election are fixed at its call",
        when="NEW.terms <> OLD.terms OR NEW.reserve <> OLD.reserve OR NEW.seats <> OLD.seats "
        "OR NEW.body_id <> OLD.body_id OR NEW.officer_id <> OLD.officer_id OR NEW.seed_from <> OLD.seed_from",
    ),
    *explained("boards_nomination"),
    *append_only("boards_seconding"),
    *explained("boards_vacancy"),
    *explained("boards_approval"),
]
GUARDS = [*ELECTIONS, *OFFICES, *MEETINGS]
