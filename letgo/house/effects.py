"""What a decision can set going here: each name and the function of the owning room that does it. Checked at every start."""

EFFECTS: dict[str, str] = {
    "budgets.fund": "letgo.decide.budgets.effects.fund",
    "budgets.fund-undo": "letgo.decide.budgets.effects.fund_undo",
    "budgets.settle-change": "letgo.decide.budgets.changes.effects.settle_change",
    "budgets.settle-change-undo": "letgo.decide.budgets.changes.effects.settle_change_undo",
    "budgets.shrink": "letgo.decide.budgets.cuts.effects.shrink",
    "budgets.shrink-undo": "letgo.decide.budgets.cuts.effects.shrink_undo",
    "budgets.tell-late": "letgo.decide.budgets.delivery.effects.tell_late",
    "door.help-asked": "letgo.house.doorway.help_asked",
    "door.help-given": "letgo.house.doorway.help_given",
    "door.neighbour-checked": "letgo.house.doorway.neighbour_checked",
    "money.open-pot": "letgo.commons.money.effects.open_pot",
    "money.return": "letgo.commons.money.effects.return_unspent",
    "people.concern-answered": "letgo.commons.promises.effects.meet_concern_clock",
    "people.concern-raised": "letgo.commons.promises.effects.start_concern_clock",
    "promises.tell-holder": "letgo.commons.promises.effects.tell_holder",
    "promises.tell-place": "letgo.commons.promises.effects.tell_place",
    "powers.decision-stopped": "letgo.commons.powers.effects.say_what_must_change",
    "powers.owe-an-answer": "letgo.commons.powers.effects.owe_an_answer",
    "powers.return": "letgo.commons.powers.effects.return_power",
}
