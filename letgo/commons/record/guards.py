"""What the database refuses on the record's own tables."""

from letgo.commons.record.guarding import Guard, append_only
from letgo.commons.record.rules import FORGET

REDACTED = "SELECT 1 FROM record_redaction r JOIN record_line w ON w.id = r.why_id WHERE r.line_id = OLD.line_id"

GUARDS = [
    *append_only("record_line"),
    *append_only("record_leaf"),
    *append_only("record_head"),
    *append_only("record_redaction"),
    Guard("record_words_no_update", "record_words", "UPDATE", "what a line says is never changed"),
    Guard(
        "record_words_no_delete",
        "record_words",
        "DELETE",
        "what a line says goes only with a line that says why",
        when=f"NOT EXISTS ({REDACTED})",
    ),
    Guard("record_doer_no_update", "record_doer", "UPDATE", "who did a thing is never changed"),
    Guard(
        "record_doer_no_delete",
        "record_doer",
        "DELETE",
        "who did a thing goes only with a line that says why",
        when=f"NOT EXISTS ({REDACTED} AND w.verb = '{FORGET}')",
    ),
]
