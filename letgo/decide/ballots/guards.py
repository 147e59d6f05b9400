"""What the database refuses on votes, whoever asks: a late or early ballot, a changed roll, an edited cost, a touched sealed box."""

from letgo.commons.record.guarding import Guard, Keeping, append_only, explained
from letgo.decide.ballots.rules import MOVES

STATE = "(SELECT p.state FROM ballots_poll p WHERE p.id = {row}.poll_id)"
STANDS = "EXISTS (SELECT 1 FROM ballots_poll p WHERE p.id = {row}.poll_id)"
FROZEN = (  # settled at the call
    "place_id", "electorate_id", "question", "words", "method", "edition", "secrecy", "about_kind", "none_option", "notice", "opens",
    "quorum", "object_days", "officer_id", "effect", "seed_from", "roll_day", "roll_size", "roll_root",
)  # fmt: skip
MAY_BE_NULL = ("power_id", "about_id", "purse_pence", "add_names", "as_of")
AS_TEXT = ("settings", "effect_args")
SHUT = "nobody votes before the vote opens or after it closed"
LOCK = "hashtextextended({row}::text, 0)"


def _differs(names: tuple[str, ...]) -> str:
    return " OR ".join(
        f"COALESCE(CAST(NEW.{name} AS text), '') <> COALESCE(CAST(OLD.{name} AS text), '')" for name in names
    )


def _box(table: str) -> list[Guard | Keeping]:
    """An open table: rows come, are replaced and go while the vote is open, and go in its closing.

    PostgreSQL: whoever votes holds a shared lock on the vote until they commit; the close asks for it alone (poll_closing).
    """
    shut = " AND ".join(f"COALESCE({STATE.format(row=row)}, '') <> 'open'" for row in ("NEW",))
    locks = f"PERFORM pg_advisory_xact_lock_shared({LOCK.format(row='NEW.poll_id')})"
    return [
        Keeping(f"{table}_a_locks", table, holds=locks, moment="BEFORE"),
        Guard(f"{table}_open_only", table, "INSERT", SHUT, when=shut),
        Guard(f"{table}_open_still", table, "UPDATE", SHUT, when=shut),
        Guard(
            f"{table}_gone_only_in_closing",
            table,
            "DELETE",
            "a vote leaves the open box only when it is sealed",
            when=f"{STATE.format(row='OLD')} NOT IN ('open', 'closing')",
        ),
    ]


def _sealed(table: str) -> list[Guard]:
    """A sealed table: rows come in the close's own transaction, and never change or go."""
    words = "the sealed box takes nothing but at the close"
    return [
        Guard(
            f"{table}_closing_only",
            table,
            "INSERT",
            words,
            when=f"COALESCE({STATE.format(row='NEW')}, '') <> 'closing'",
        ),
        *append_only(table),
    ]


def _typed(table: str, unless: str) -> list[Guard]:
    """What was typed from papers: kept until the close puts it into the box, and then gone, so that no ballot shows how it came."""
    state = (
        "(SELECT p.state FROM ballots_poll p JOIN ballots_paperbatch b ON b.poll_id = p.id WHERE b.id = {row}.batch_id)"
    )
    return [
        Guard(
            f"{table}_while_open",
            table,
            "INSERT",
            "papers are typed before the box is sealed",
            when=f"COALESCE({state.format(row='NEW')}, '') NOT IN ('open', 'closing')",
        ),
        Guard(f"{table}_no_update", table, "UPDATE", "what was typed is not changed unseen", when=f"NOT ({unless})"),
        Guard(
            f"{table}_gone_only_in_closing",
            table,
            "DELETE",
            "what was typed goes only into the sealed box",
            when=f"COALESCE({state.format(row='OLD')}, '') <> 'closing'",
        ),
    ]


def _allowed() -> str:
    pairs = " OR ".join(
        f"(OLD.state = '{before}' AND NEW.state IN ({', '.join(repr(word) for word in sorted({*after, before}))}))"
        for before, after in sorted(MOVES.items())
        if after
    )
    return f"NOT ({pairs})"


POLL = [
    Keeping(
        "ballots_poll_a_closing",
        "ballots_poll",
        event="UPDATE",
        moment="BEFORE",
        holds=f"IF OLD.state = 'open' AND NEW.state <> 'open' THEN PERFORM pg_advisory_xact_lock({LOCK.format(row='OLD.id')}); END IF",
    ),
    *explained("ballots_poll"),
    Guard("ballots_poll_moves", "ballots_poll", "UPDATE", "a vote goes its way and never back", when=_allowed()),
    Guard(
        "ballots_poll_settled",
        "ballots_poll",
        "UPDATE",
        "what was settled at the call of a vote is never changed",
        when=_differs((*FROZEN, *MAY_BE_NULL, *AS_TEXT)),
    ),
    Guard(
        "ballots_poll_close_moves_later",
        "ballots_poll",
        "UPDATE",
        "a close moves only later, and only while the vote is open",
        when="NEW.closes < OLD.closes OR (NEW.closes <> OLD.closes AND OLD.state <> 'open')",
    ),
    Guard(
        "ballots_poll_seed_after_close",
        "ballots_poll",
        "UPDATE",
        "the seed of a lot is entered once, after the close, as two scrutineers read it, one of them from outside",
        when="NEW.seed <> OLD.seed AND (OLD.seed <> '' OR OLD.state <> 'closed' OR (SELECT COUNT(*) FROM ballots_seedreading r "
        "WHERE r.poll_id = NEW.id AND r.seed = NEW.seed) < 2 OR NOT EXISTS (SELECT 1 FROM ballots_seedreading r "
        "WHERE r.poll_id = NEW.id AND r.seed = NEW.seed AND r.outside))",
    ),
    Guard(
        "ballots_poll_counts_stay",
        "ballots_poll",
        "UPDATE",
        "how many ballots were sealed is never changed",
        when=f"OLD.ballots IS NOT NULL AND ({_differs(('ballots', 'replaced'))})",
    ),
    Guard(
        "ballots_poll_born_called",
        "ballots_poll",
        "INSERT",
        "a vote begins by its call",
        when="NEW.state <> 'called' OR NEW.seed <> '' OR NEW.ballots IS NOT NULL",
    ),
    Guard(
        "ballots_poll_emptied",
        "ballots_poll",
        "UPDATE",
        "a vote is closed when its open box is empty",
        when="OLD.state = 'closing' AND NEW.state = 'closed' AND (EXISTS (SELECT 1 FROM ballots_openballot b WHERE b.poll_id = NEW.id) "
        "OR EXISTS (SELECT 1 FROM ballots_openmark m WHERE m.poll_id = NEW.id))",
    ),
]
OPTION = [
    Guard(
        "ballots_option_before_opening",
        "ballots_option",
        "INSERT",
        "options come before a vote opens",
        when=f"COALESCE({STATE.format(row='NEW')}, 'called') <> 'called'",
    ),
    *explained("ballots_option"),
    Guard(
        "ballots_option_still_in_a_vote",
        "ballots_option",
        "UPDATE",
        "nothing about an option changes while its vote is open",
        when=f"{STATE.format(row='OLD')} = 'open'",
    ),
    Guard(
        "ballots_option_frozen",
        "ballots_option",
        "UPDATE",
        "an option is never changed: it is withdrawn with a reason, and another comes",
        when=_differs(
            ("poll_id", "number", "title", "words", "category", "cost_pence", "about_kind", "about_id", "none", "added")
        )
        + " OR (OLD.withdrawn <> NEW.withdrawn AND OLD.withdrawn)",
    ),
    *append_only("ballots_backing"),
    Guard(
        "ballots_backing_before_opening",
        "ballots_backing",
        "INSERT",
        "names for an option come before the vote opens",
        when="(SELECT p.state FROM ballots_poll p JOIN ballots_option o ON o.poll_id = p.id WHERE o.id = NEW.option_id) <> 'called'",
    ),
]
ROLL = [
    Guard(
        "ballots_rollentry_frozen",
        "ballots_rollentry",
        "INSERT",
        "the list of who can vote is written before its vote is called, and never after",
        when=STANDS.format(row="NEW"),
    ),
    *append_only("ballots_rollentry"),
]
MARKED = "NOT EXISTS (SELECT 1 FROM ballots_rollentry r WHERE r.id = NEW.entry_id AND r.poll_id = NEW.poll_id)"
OPEN = [
    *_box("ballots_openballot"),
    *_box("ballots_openmark"),
    Guard("ballots_openmark_on_roll", "ballots_openmark", "INSERT", "only who is on the list votes", when=MARKED),
]
SEALED = [
    *_sealed("ballots_sealedballot"),
    *_sealed("ballots_sealedslip"),
    *_sealed("ballots_sealedmark"),
]
COUNT = [
    Guard(
        "ballots_seedreading_after_close",
        "ballots_seedreading",
        "INSERT",
        "a seed is read after the close",
        when=f"{STATE.format(row='NEW')} <> 'closed'",
    ),
    *append_only("ballots_seedreading"),
    Guard(
        "ballots_tally_after_close",
        "ballots_tally",
        "INSERT",
        "nothing is counted before the close",
        when=f"{STATE.format(row='NEW')} NOT IN ('closed', 'counted', 'upheld')",
    ),
    *append_only("ballots_tally"),
    Guard(
        "ballots_countback_after_declaration",
        "ballots_countback",
        "INSERT",
        "a seat is filled again only after the vote was declared, and while its result stands",
        when=f"{STATE.format(row='NEW')} NOT IN ('declared', 'done')",
    ),
    *append_only("ballots_countback"),
]
PAPER = [
    *explained("ballots_paperbatch"),
    *_typed("ballots_paperreading", "FALSE"),
    *_typed("ballots_papersettled", "NEW.line_id <> OLD.line_id"),
    *explained("ballots_paperreceived"),
    *append_only("ballots_ruling"),
    *explained("ballots_challenge"),
    *append_only("ballots_outage"),
    *append_only("ballots_agent"),
    *append_only("ballots_stake"),
    *append_only("ballots_help"),
]
GUARDS = [*POLL, *OPTION, *ROLL, *OPEN, *SEALED, *COUNT, *PAPER]
