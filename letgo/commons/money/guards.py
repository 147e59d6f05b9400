"""What the database refuses on the ledger's tables, and the balances that it keeps by itself (docs/decisions/0140).

On PostgreSQL the first trigger of a transfer locks its two pots in order of their ids; triggers of one moment fire by name.
"""

from letgo.commons.record.guarding import Guard, Keeping, append_only, explained
from letgo.commons.record.refusals import Refused

HOLD = (
    "SELECT 1 FROM money_transfer h WHERE h.id = NEW.hold_id AND h.move = 'hold' "
    "AND h.debit_id = NEW.debit_id AND h.credit_id = NEW.credit_id"
)
UNDONE = (
    "SELECT 1 FROM money_transfer t WHERE t.id = NEW.undoes_id AND t.move IN ('post', 'capture') "
    "AND t.debit_id = NEW.credit_id AND t.credit_id = NEW.debit_id AND t.pence = NEW.pence"
)
CLOSED = (
    "EXISTS (SELECT 1 FROM money_period c JOIN money_pot p ON p.place_id = c.place_id OR p.organisation_id = c.organisation_id "
    "WHERE p.id IN (NEW.debit_id, NEW.credit_id) AND c.until >= NEW.day)"
)
OUT = "(SELECT t.move FROM money_transfer t WHERE t.id = NEW.transfer_id AND t.debit_id = NEW.pot_id)"
USED = (
    "(SELECT COALESCE(SUM(CASE t.move WHEN 'post' THEN t.pence WHEN 'hold' THEN t.pence WHEN 'release' THEN -t.pence "
    "WHEN 'capture' THEN t.pence - h.pence ELSE 0 END), 0) FROM money_transfer t LEFT JOIN money_transfer h ON h.id = t.hold_id "
    "WHERE t.debit_id = p.id AND t.year = n.year) - (SELECT COALESCE(SUM(r.pence), 0) FROM money_transfer r "
    "WHERE r.credit_id = p.id AND r.year = n.year AND r.move = 'reverse')"
)
INTO = "INSERT INTO money_entry (pot_id, number, transfer_id, paid_in, paid_out, held)"
LAST = "FROM money_entry was WHERE was.pot_id = NEW.{side}_id ORDER BY was.number DESC LIMIT 1"


def about(table: str, event: str = "INSERT") -> Guard:
    """A line explains the row it is about, and no other."""
    return Guard(
        f"{table}_own_line" + ("_kept" if event == "UPDATE" else ""),
        table,
        event,
        f"a line about another thing explains no row of {table}",
        when="NOT EXISTS (SELECT 1 FROM record_line l WHERE l.id = NEW.line_id AND l.about_id = NEW.id)",
    )


TRANSFER = [
    Keeping(
        "money_transfer_a_locks",
        "money_transfer",
        holds="PERFORM 1 FROM money_pot WHERE id IN (NEW.debit_id, NEW.credit_id) ORDER BY id FOR NO KEY UPDATE",
        moment="BEFORE",
    ),
    about("money_transfer"),
    Guard(
        "money_transfer_pots_open",
        "money_transfer",
        "INSERT",
        "money never moves from or to a pot that is closed",
        when="EXISTS (SELECT 1 FROM money_pot p WHERE p.id IN (NEW.debit_id, NEW.credit_id) AND p.closed IS NOT NULL)",
    ),
    Guard(
        "money_transfer_period_open",
        "money_transfer",
        "INSERT",
        "nothing is posted into a period that is closed",
        when=CLOSED,
    ),
    Guard(
        "money_transfer_fits_hold",
        "money_transfer",
        "INSERT",
        "a hold is used or let go between its own pots, and never for more than it is",
        when=f"(NEW.move = 'capture' AND NOT EXISTS ({HOLD} AND h.pence >= NEW.pence)) "
        f"OR (NEW.move = 'release' AND NOT EXISTS ({HOLD} AND h.pence = NEW.pence))",
    ),
    Guard(
        "money_transfer_fits_undone",
        "money_transfer",
        "INSERT",
        "a reversal takes back exactly what was posted",
        when=f"NEW.move = 'reverse' AND NOT EXISTS ({UNDONE})",
    ),
    Guard(
        "money_transfer_two_people",
        "money_transfer",
        "INSERT",
        "a payment that takes two people waits for the second",
        when="NEW.move = 'capture' AND EXISTS (SELECT 1 FROM money_approval a WHERE a.hold_id = NEW.hold_id AND a.state <> 'given')",
    ),
    Keeping(
        "money_transfer_keeps",
        "money_transfer",
        does=f"{INTO} SELECT was.pot_id, was.number + 1, NEW.id, was.paid_in, "
        "was.paid_out + CASE WHEN NEW.move IN ('post', 'capture', 'reverse') THEN NEW.pence ELSE 0 END, "
        "was.held + CASE NEW.move WHEN 'hold' THEN NEW.pence WHEN 'post' THEN 0 WHEN 'reverse' THEN 0 "
        "ELSE -(SELECT h.pence FROM money_transfer h WHERE h.id = NEW.hold_id) END " + LAST.format(side="debit") + "; "
        f"{INTO} SELECT * FROM (SELECT was.pot_id, was.number + 1, NEW.id, was.paid_in + NEW.pence, was.paid_out, was.held "
        + LAST.format(side="credit")
        + ") AS came WHERE NEW.move IN ('post', 'capture', 'reverse')",
    ),
    *append_only("money_transfer"),
]
ENTRY = [
    Guard(
        "money_entry_of_a_transfer",
        "money_entry",
        "INSERT",
        "a balance follows from a transfer, and from nothing else",
        when="NEW.number > 0 AND NOT EXISTS (SELECT 1 FROM money_transfer t WHERE t.id = NEW.transfer_id AND (t.debit_id = NEW.pot_id "
        "OR (t.credit_id = NEW.pot_id AND t.move IN ('post', 'capture', 'reverse'))))",
    ),
    Guard(
        "money_entry_above_floor",
        "money_entry",
        "INSERT",
        "there is not enough in this pot",
        when=f"{OUT} IN ('post', 'hold', 'reverse') AND NEW.paid_in - NEW.paid_out - NEW.held < "
        "(SELECT p.floor FROM money_pot p WHERE p.id = NEW.pot_id)",
    ),
    Guard(
        "money_entry_within_limits",
        "money_entry",
        "INSERT",
        "this is more than the pot may pay at a time or in a year",
        when=f"{OUT} IN ('post', 'hold') AND EXISTS (SELECT 1 FROM money_pot p JOIN money_transfer n ON n.id = NEW.transfer_id "
        "WHERE p.id = NEW.pot_id AND (p.giver_id IS NULL OR p.giver_id <> n.credit_id) "
        f"AND (n.pence > p.most_each OR (p.most_a_year IS NOT NULL AND {USED} > p.most_a_year)))",
    ),
    *append_only("money_entry"),
]
POT = [
    about("money_pot"),
    about("money_pot", "UPDATE"),
    Guard(
        "money_pot_stays_what_it_is",
        "money_pot",
        "UPDATE",
        "a pot never becomes another kind of pot, or the pot of somebody else",
        when="NEW.kind <> OLD.kind OR COALESCE(NEW.place_id, NEW.organisation_id) <> COALESCE(OLD.place_id, OLD.organisation_id) "
        "OR NEW.audience_kind <> OLD.audience_kind OR COALESCE(NEW.audience_id, NEW.id) <> COALESCE(OLD.audience_id, OLD.id) "
        "OR NEW.currency <> OLD.currency OR NEW.opened <> OLD.opened",
    ),
    Guard(
        "money_pot_empty_when_closed",
        "money_pot",
        "UPDATE",
        "a pot is closed when nothing is in it",
        when="NEW.closed IS NOT NULL AND EXISTS (SELECT 1 FROM (SELECT was.paid_in - was.paid_out AS balance, was.held "
        "FROM money_entry was WHERE was.pot_id = NEW.id ORDER BY was.number DESC LIMIT 1) AS stands "
        "WHERE stands.balance <> 0 OR stands.held <> 0)",
    ),
    Keeping(
        "money_pot_keeps",
        "money_pot",
        does="INSERT INTO money_entry (pot_id, number, transfer_id, paid_in, paid_out, held) VALUES (NEW.id, 0, NULL, 0, 0, 0)",
    ),
    *explained("money_pot"),
]
APPROVAL = [
    about("money_approval"),
    about("money_approval", "UPDATE"),
    Guard(
        "money_approval_once",
        "money_approval",
        "UPDATE",
        "an answer to a payment is given once, to the one who asked",
        when="OLD.state <> 'waiting' OR NEW.asked_by_id <> OLD.asked_by_id OR NEW.hold_id <> OLD.hold_id",
    ),
    *explained("money_approval"),
]
PERIOD = [
    Keeping(
        "money_period_a_locks",
        "money_period",
        holds="PERFORM 1 FROM money_pot WHERE place_id = NEW.place_id OR organisation_id = NEW.organisation_id "
        "ORDER BY id FOR NO KEY UPDATE",
        moment="BEFORE",
    ),
    about("money_period"),
    *append_only("money_period"),
]
GUARDS = [*POT, *TRANSFER, *ENTRY, *APPROVAL, about("money_step"), *append_only("money_step"), *PERIOD]

# The same as people read it: by words of the guard.
REFUSED = {
    "there is not enough in this pot": Refused(
        "There is not enough in this pot.", "Ask for less, or wait for money to come in."
    ),
    "more than the pot may pay": Refused(
        "This is more than this pot may pay.", "Ask for less, or ask for other terms."
    ),
    "a pot that is closed": Refused("This pot is closed."),
    "a period that is closed": Refused("The accounts of that day are closed.", "Choose a day that is still open."),
    "for more than it is": Refused("This is more than was set aside."),
    "waits for the second": Refused("A second person must agree first."),
    "when nothing is in it": Refused("There is still money in this pot.", "Pay it out or give it back first."),
}


def plainly(error: Exception) -> Refused | None:
    """What a guard refused, as a sentence for people; None when no guard did."""
    return next((Refused(no.sentence, no.cure) for words, no in REFUSED.items() if words in str(error)), None)
