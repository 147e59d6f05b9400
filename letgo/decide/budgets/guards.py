"""What the database refuses on rounds, ideas and projects, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained

GUARDS = [
    *explained("budgets_round"),
    Guard(
        "budgets_round_terms",
        "budgets_round",
        "UPDATE",
        "the terms of a round are fixed when it opens",
        when="NEW.terms <> OLD.terms OR NEW.power_id <> OLD.power_id OR NEW.pot_id <> OLD.pot_id "
        "OR NEW.electorate_id <> OLD.electorate_id OR (NEW.purse_pence <> OLD.purse_pence AND OLD.state IN ('voting'))",
    ),
    *explained("budgets_idea"),
    Guard(
        "budgets_idea_cost",
        "budgets_idea",
        "UPDATE",
        "a cost is never edited once the idea is on the vote",
        when="OLD.state IN ('on-the-vote', 'funded', 'not-funded') AND NEW.pence <> OLD.pence",
    ),
    *append_only("budgets_stall"),
    *append_only("budgets_translation"),
    *explained("budgets_together"),
    *explained("budgets_estimate"),
    Guard(
        "budgets_estimate_figures",
        "budgets_estimate",
        "UPDATE",
        "an estimate is never edited: a new one is written",
        when="NEW.pence <> OLD.pence OR NEW.upkeep_pence <> OLD.upkeep_pence OR NEW.reasons <> OLD.reasons",
    ),
    *append_only("budgets_check"),
    *explained("budgets_appeal"),
    *append_only("budgets_interest"),
    *explained("budgets_apart"),
    *explained("budgets_project"),
    *explained("budgets_stage"),
    *append_only("budgets_evidence"),
    *append_only("budgets_yes"),
    *explained("budgets_change"),
    *explained("budgets_small"),
    *append_only("budgets_smallyes"),
    *explained("budgets_cut"),
    *explained("budgets_plan"),
    *append_only("budgets_objection"),
]
