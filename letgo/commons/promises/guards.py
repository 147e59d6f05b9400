"""What the database refuses: a rule that says something else than before, a promise that changes without its line."""

from letgo.commons.record.guarding import Guard, append_only, explained

GUARDS = [
    *append_only("promises_calendar"),
    *append_only("promises_pack"),
    *append_only("promises_event"),
    *explained("promises_rule"),
    Guard(
        "promises_rule_says_the_same",
        "promises_rule",
        "UPDATE",
        "what a version of a rule says is never changed: write a new version",
        when="NEW.body <> OLD.body OR NEW.digest <> OLD.digest OR NEW.name <> OLD.name OR NEW.version <> OLD.version "
        "OR NEW.role <> OLD.role OR NEW.excused_by <> OLD.excused_by",
    ),
    *explained("promises_promise"),
    Guard(
        "promises_promise_keeps_its_rule",
        "promises_promise",
        "UPDATE",
        "a running promise keeps its rule, its calendar, its start and what meets it",
        when="NEW.met_by <> OLD.met_by OR NEW.rule_id <> OLD.rule_id OR NEW.calendar_id <> OLD.calendar_id OR NEW.start <> OLD.start",
    ),
]
