"""What a Ref can point at: each kind, its model, its page and how people call it. Checked at every start."""

from letgo.commons.record.refs import Kind

KINDS = {
    "acting-for": Kind("people.actingfor"),
    "agreement": Kind("people.agreement", page="agreements"),
    "concern": Kind("people.concern"),
    "safe-contact": Kind("people.safecontact"),
    "wording": Kind("people.wording"),
    "code": Kind("door.code"),
    "knock": Kind("door.knock"),
    "message": Kind("door.message"),
    "vouch": Kind("door.vouch"),
    "person": Kind("people.person"),
    "place": Kind("places.place", page="place", title="letgo.commons.places.queries.title"),
    "organisation": Kind("places.organisation", title="letgo.commons.places.queries.title"),
    "line": Kind("record.line"),
    "electorate": Kind("places.electorate"),
    "home": Kind("places.home"),
    "role": Kind("places.role"),
    "approval": Kind("money.approval"),
    "period": Kind("money.period"),
    "pot": Kind("money.pot", page="pot", title="letgo.commons.money.queries.title"),
    "calendar": Kind("promises.calendar"),
    "pack": Kind("promises.pack"),
    "promise": Kind("promises.promise", page="promise"),
    "rule": Kind("promises.rule"),
    "step": Kind("money.step"),
    "transfer": Kind("money.transfer", page="payment"),
    "decision": Kind("powers.decision", title="letgo.commons.powers.queries.title"),
    "petition": Kind("powers.petition", page="petition", title="letgo.commons.powers.queries.title"),
    "power": Kind("powers.power", page="power", title="letgo.commons.powers.queries.title"),
}
