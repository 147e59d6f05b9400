"""What the database refuses on bodies, their seats and their elections, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained
from letgo.decide.boards.meeting_guards import MEETINGS
from letgo.decide.boards.office_guards import OFFICES

# Bodies, elections and seats.
ELECTIONS = [
    *explained("boards_body"),
    Guard(
        "boards_body_list",
        "boards_body",
        "UPDATE",
        "who elects a body is not changed while an election runs",
        when="NEW.electorate_id <> OLD.electorate_id AND EXISTS (SELECT 1 FROM boards_election e "
        "WHERE e.body_id = NEW.id AND e.state IN ('nominating', 'checking', 'voting', 'declared'))",
    ),
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
        when="NEW.terms <> OLD.terms OR NEW.reserve <> OLD.reserve OR NEW.seats <> OLD.seats OR NEW.places <> OLD.places "
        "OR NEW.body_id <> OLD.body_id OR NEW.officer_id <> OLD.officer_id OR NEW.seed_from <> OLD.seed_from "
        "OR NEW.called <> OLD.called OR NEW.nominations_open <> OLD.nominations_open "
        "OR NEW.nominations_close <> OLD.nominations_close OR NEW.opens <> OLD.opens OR NEW.closes <> OLD.closes",
    ),
    *explained("boards_nomination"),
    Guard(
        "boards_nomination_on_the_paper",
        "boards_nomination",
        "UPDATE",
        "a name on the voting paper is never edited out",
        when="NEW.election_id <> OLD.election_id OR (NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM boards_election e "
        "WHERE e.id = NEW.election_id AND e.state IN ('nominating', 'checking')))",
    ),
    *append_only("boards_seconding"),
    *explained("boards_vacancy"),
    *explained("boards_approval"),
]
GUARDS = [*ELECTIONS, *OFFICES, *MEETINGS]
