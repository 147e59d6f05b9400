"""What the database refuses on the record's own tables."""

from letgo.commons.record.guarding import Guard, append_only

GUARDS = [
    *append_only("record_line"),
    Guard("record_words_no_update", "record_words", "UPDATE", "what a line says is never changed"),
    Guard("record_doer_no_update", "record_doer", "UPDATE", "who did a thing is never changed"),
]
