"""What a Ref can point at: each kind, its model, its page and how people call it. Checked at every start."""

from letgo.commons.record.refs import Kind

KINDS = {
    "person": Kind("people.person"),
    "place": Kind("places.place", page="place", title="letgo.commons.places.queries.title"),
    "organisation": Kind("places.organisation", title="letgo.commons.places.queries.title"),
    "line": Kind("record.line"),
}
