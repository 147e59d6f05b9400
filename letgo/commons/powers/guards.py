"""What the database refuses on powers and petitions, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained

TERMS = (
    "what", "giver_id", "holder_id", "declared", "notice_days",
    "decides", "agenda", "options", "information", "money", "changes", "effect",
)  # fmt: skip
LIMITS = ("pence_a_year", "pence_each")
OTHER_TERMS = " OR ".join(
    [f"NEW.{name} <> OLD.{name}" for name in TERMS]
    + [f"COALESCE(NEW.{name}, -1) <> COALESCE(OLD.{name}, -1)" for name in LIMITS]
)

GUARDS = [
    *explained("powers_power"),
    Guard(
        "powers_power_terms",
        "powers_power",
        "UPDATE",
        "the terms of a power change only in a new offer",
        when=f"(NEW.edition = OLD.edition AND ({OTHER_TERMS})) "
        "OR (NEW.edition <> OLD.edition AND OLD.state NOT IN ('kept', 'offered', 'declined'))",
    ),
    Guard(
        "powers_power_notice",
        "powers_power",
        "UPDATE",
        "the day of a notice is never moved",
        when="OLD.state = 'noticed' AND NEW.state IN ('noticed', 'ended') AND NEW.giver_yes_id IS NULL "
        "AND (NEW.notice_day <> OLD.notice_day OR NEW.last_day <> OLD.last_day)",
    ),
    Guard(
        "powers_power_end",
        "powers_power",
        "UPDATE",
        "a power ends after its notice, or by the yes of both",
        when="NEW.state = 'ended' AND OLD.state <> 'noticed' AND (NEW.giver_yes_id IS NULL OR NEW.holder_yes_id IS NULL)",
    ),
    Guard(
        "powers_power_over",
        "powers_power",
        "UPDATE",
        "a power that ended is over",
        when="OLD.state = 'ended'",
    ),
    *append_only("powers_vetoright"),
    *append_only("powers_decision"),
    *append_only("powers_veto"),
    *append_only("powers_vetoanswer"),
    *explained("powers_demand"),
    *explained("powers_petition"),
    Guard("powers_signature_no_update", "powers_signature", "UPDATE", "a name under a petition is never changed"),
]
