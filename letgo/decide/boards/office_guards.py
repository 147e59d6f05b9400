"""What the database refuses on appointments, reviews, removals, recalls and confidences, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained

# The person of a review's mandate.
JUDGED = "SELECT 1 FROM boards_review r JOIN boards_mandate m ON m.id = r.mandate_id"

OFFICES = [
    *explained("boards_appointment"),
    Guard(
        "boards_appointment_terms",
        "boards_appointment",
        "UPDATE",
        "what a job is, and by what it is judged, is fixed when it is published",
        when="OLD.published IS NOT NULL AND (NEW.words <> OLD.words OR NEW.targets <> OLD.targets "
        "OR NEW.scoring <> OLD.scoring OR NEW.decides <> OLD.decides OR NEW.term_months <> OLD.term_months)",
    ),
    *explained("boards_applicant"),
    *append_only("boards_interest"),
    *explained("boards_review"),
    *append_only("boards_figure"),
    Guard(
        "boards_figure_not_by_the_judged",
        "boards_figure",
        "INSERT",
        "nobody enters a figure of their own review",
        when=f"NEW.entered_by_id IS NOT NULL AND EXISTS ({JUDGED} WHERE r.id = NEW.review_id AND m.person_id = NEW.entered_by_id)",
    ),
    Guard(
        "boards_figure_in_time",
        "boards_figure",
        "INSERT",
        "a review that is done takes no more figures",
        when="EXISTS (SELECT 1 FROM boards_review r WHERE r.id = NEW.review_id AND r.state = 'done')",
    ),
    *append_only("boards_comment"),
    Guard(
        "boards_comment_by_the_judged",
        "boards_comment",
        "INSERT",
        "only who is reviewed comments on a figure",
        when=f"NOT EXISTS ({JUDGED} JOIN boards_figure f ON f.review_id = r.id "
        "WHERE f.id = NEW.figure_id AND m.person_id = NEW.person_id)",
    ),
    *explained("boards_removal"),
    Guard(
        "boards_removal_steps",
        "boards_removal",
        "UPDATE",
        "a removal goes from concern to plan to hearing to vote, and no step is left out",
        when="NEW.state <> OLD.state AND NOT ("
        "(OLD.state = 'concern' AND NEW.state IN ('plan', 'dropped')) "
        "OR (OLD.state = 'plan' AND NEW.state IN ('hearing', 'dropped')) "
        "OR (OLD.state = 'hearing' AND NEW.state IN ('vote', 'dropped')) "
        "OR (OLD.state = 'vote' AND NEW.state IN ('hearing', 'removed', 'kept')) "
        "OR (OLD.state = 'removed' AND NEW.state = 'kept'))",
    ),
    Guard(
        "boards_removal_facts",
        "boards_removal",
        "UPDATE",
        "facts that were shown, and the reply to them, are never changed",
        when="(OLD.facts_shown IS NOT NULL AND (NEW.facts <> OLD.facts OR NEW.facts_shown <> OLD.facts_shown "
        "OR NEW.hearing_from <> OLD.hearing_from OR NEW.hearing_at < OLD.hearing_at)) "
        "OR (OLD.reply <> '' AND (NEW.reply <> OLD.reply OR NEW.reply_public <> OLD.reply_public))",
    ),
    Guard(
        "boards_removal_not_made_whole",
        "boards_removal",
        "INSERT",
        "a removal begins with a concern",
        when="NEW.state <> 'concern'",
    ),
    *explained("boards_recall"),
    Guard(
        "boards_mandate_last_seat",
        "boards_mandate",
        "UPDATE",
        "a recall never empties the last seat before an election of those who follow is called",
        when="NEW.state = 'ended' AND OLD.state <> 'ended' AND NEW.ended_why IN ('recalled', 'removed') AND NEW.seat_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM boards_mandate m WHERE m.body_id = NEW.body_id AND m.id <> NEW.id "
        "AND m.state = 'serving' AND m.seat_id IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM boards_election e WHERE e.body_id = NEW.body_id "
        "AND e.state IN ('nominating', 'checking', 'voting', 'declared'))",
    ),
    *explained("boards_confidence"),
    Guard(
        "boards_confidence_unwritten",
        "boards_confidence",
        "UPDATE",
        "what was said in confidence changes only with a line of the record",
        when="NEW.line_id IS NULL",
    ),
    *[
        Guard(
            f"boards_confidence_reader_{event.lower()}",
            "boards_confidence",
            event,
            "what is said in confidence is never read by the manager",
            when="EXISTS (SELECT 1 FROM boards_mandate m WHERE m.body_id = NEW.body_id AND m.person_id = NEW.reader_id "
            "AND m.title = 'manager' AND m.state = 'serving')",
        )
        for event in ("INSERT", "UPDATE")
    ],
]
