"""Who a list of voters holds, in words: the rule of an electorate, for each room that shows one."""

from letgo.commons.places.rules import Eligibility
from letgo.web.ui.figures import people


def eligible_words(rule: Eligibility) -> list[str]:
    """The rule of an electorate, as people read it."""
    said = {"lives-here": "lives here", "uses-service": "uses the service here", "works-here": "works here"}
    on = " or ".join([said[kind] for kind in rule.standings] + (["is a member"] if rule.members else []))
    long = f", for {people(rule.days, 'day', 'days')} or longer" if rule.days else ""
    found = [f"Everyone who {on}{long}."]
    if rule.youngest:
        found.append(f"From the age band {rule.youngest} on.")
    if rule.oldest:
        found.append(f"Up to the age band {rule.oldest}.")
    return found
