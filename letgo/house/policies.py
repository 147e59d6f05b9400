"""Who may do what: each verb and the Policy of the owning room that answers for it. A verb that is not here is refused."""

POLICIES = {
    "pages.read": "letgo.commons.people.rules.ANYBODY",
    "checks.start": "letgo.commons.people.rules.ANYBODY",
    "checks.read": "letgo.decide.checks.queries.HOLDER",
    "checks.explain": "letgo.decide.checks.queries.HOLDER",
    "checks.delete": "letgo.decide.checks.queries.HOLDER",
}
