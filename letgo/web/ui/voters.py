"""Who a list of voters holds, in words: the rule of an electorate, for each room that shows one."""

from django.utils.translation import gettext as _

from letgo.commons.places.rules import Eligibility
from letgo.web.ui.figures import people


def eligible_words(rule: Eligibility) -> list[str]:
    """The rule of an electorate, as people read it."""
    said = {"lives-here": _("lives here"), "uses-service": _("uses the service here"), "works-here": _("works here")}
    on = _(" or ").join([said[kind] for kind in rule.standings] + ([_("is a member")] if rule.members else []))
    long = _(", for {days} or longer").format(days=people(rule.days, "day", "days")) if rule.days else ""
    found = [_("Everyone who {on}{long}.").format(on=on, long=long)]
    if rule.youngest:
        found.append(_("From the age band {youngest} on.").format(youngest=rule.youngest))
    if rule.oldest:
        found.append(_("Up to the age band {oldest}.").format(oldest=rule.oldest))
    return found
