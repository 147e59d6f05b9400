"""What the database refuses on meetings, agendas, proxies, votes, minutes and expenses, whoever asks."""

from letgo.commons.record.guarding import Guard, append_only, explained
from letgo.decide.boards.proxies.rules import BARRED, LANDLORDS


def _among(words: frozenset[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _both(name: str, table: str, words: str, when: str) -> list[Guard]:
    """The same guard for a new row and for a changed one."""
    return [Guard(f"{name}_{event.lower()}", table, event, words, when=when) for event in ("INSERT", "UPDATE")]


OVER = "('held', 'inquorate', 'cancelled')"
IS_OVER = f"EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = NEW.meeting_id AND m.state IN {OVER})"
OF_ITEM = "boards_item i JOIN boards_meeting m ON m.id = i.meeting_id WHERE i.id = NEW.item_id"
PAID_HERE = (
    "EXISTS (SELECT 1 FROM places_role r LEFT JOIN places_organisation o ON o.id = r.organisation_id "
    "WHERE r.person_id = NEW.holder_id "
    'AND (r."end" IS NULL OR r."end" > (SELECT m.day FROM boards_meeting m WHERE m.id = NEW.meeting_id)) '
    f"AND (r.name IN ({_among(BARRED)}) OR o.kind IN ({_among(LANDLORDS)})))"
)
# Whether whose vote this is (w) gains by the item (i), or it is about their own office or a job that they want.
DECLARED = (
    "EXISTS (SELECT 1 FROM boards_interest t WHERE t.person_id = w.person_id AND t.body_id = w.body_id AND ("
    "(t.about_kind = 'item' AND t.about_id = i.id) OR (t.about_kind = 'resolution' AND t.about_id = v.id) "
    "OR (t.about_kind = i.about_kind AND t.about_id = i.about_id)))"
)
OWN_OFFICE = (
    "EXISTS (SELECT 1 FROM boards_mandate q WHERE q.person_id = w.person_id AND ("
    "(i.about_kind = 'mandate' AND q.id = i.about_id) "
    "OR (i.about_kind = 'removal' AND q.id = (SELECT x.mandate_id FROM boards_removal x WHERE x.id = i.about_id)) "
    "OR (i.about_kind = 'review' AND q.id = (SELECT x.mandate_id FROM boards_review x WHERE x.id = i.about_id))))"
)
WANTS_IT = (
    "(i.about_kind = 'appointment' AND EXISTS (SELECT 1 FROM boards_applicant x "
    "WHERE x.appointment_id = i.about_id AND x.person_id = w.person_id))"
)
GAINS = (
    "EXISTS (SELECT 1 FROM boards_resolution v JOIN boards_item i ON i.id = v.item_id "
    "JOIN boards_mandate w ON w.id = NEW.mandate_id WHERE v.id = NEW.resolution_id "
    f"AND ({DECLARED} OR {OWN_OFFICE} OR {WANTS_IT}))"
)

CALLED = [
    *explained("boards_meeting"),
    Guard(
        "boards_meeting_fixed",
        "boards_meeting",
        "UPDATE",
        "the day, the notice and the terms of a meeting are fixed at its call",
        when="NEW.terms <> OLD.terms OR NEW.body_id <> OLD.body_id OR NEW.number <> OLD.number OR NEW.kind <> OLD.kind "
        "OR NEW.at <> OLD.at OR NEW.day <> OLD.day OR NEW.earliest <> OLD.earliest "
        "OR NEW.notice_given <> OLD.notice_given OR NEW.proxy_cap <> OLD.proxy_cap OR NEW.deny_until <> OLD.deny_until",
    ),
    Guard(
        "boards_meeting_over",
        "boards_meeting",
        "UPDATE",
        "a meeting that is over stays as it was, and so does the number of those who came",
        when=f"(OLD.state IN {OVER} AND NEW.state <> OLD.state) OR (OLD.present IS NOT NULL AND "
        "(NEW.present IS NULL OR NEW.present <> OLD.present OR NEW.quorum IS NULL OR NEW.quorum <> OLD.quorum))",
    ),
    Guard(
        "boards_meeting_counted",
        "boards_meeting",
        "UPDATE",
        "how many came is counted from who was written down",
        when="NEW.state = 'quorate' AND OLD.state <> 'quorate' AND NEW.present > (SELECT COUNT(*) FROM boards_attendance a "
        "WHERE a.meeting_id = NEW.id AND a.how IN ('present', 'online') AND a.doubt NOT IN ('asked', 'out'))",
    ),
    Guard(
        "boards_meeting_minutes",
        "boards_meeting",
        "UPDATE",
        "published minutes are never changed or hidden, and their day is never put off",
        when="(OLD.published IS NOT NULL AND (NEW.published IS NULL OR NEW.published <> OLD.published "
        "OR NEW.minutes <> OLD.minutes OR NEW.closed_minutes <> OLD.closed_minutes)) "
        "OR (OLD.publish_by IS NOT NULL AND (NEW.publish_by IS NULL OR NEW.publish_by > OLD.publish_by))",
    ),
]
AGENDA = [
    *explained("boards_item"),
    Guard(
        "boards_item_kept",
        "boards_item",
        "UPDATE",
        "an escalation is never struck off, hidden or written otherwise",
        when="(NEW.closed AND NOT OLD.closed) OR (OLD.kept AND (NOT NEW.kept OR NEW.state = 'struck' "
        "OR NEW.title <> OLD.title OR NEW.words <> OLD.words))",
    ),
    Guard(
        "boards_item_stays",
        "boards_item",
        "UPDATE",
        "an item stays on its agenda under its number",
        when="OLD.meeting_id IS NOT NULL AND "
        "(NEW.meeting_id IS NULL OR NEW.meeting_id <> OLD.meeting_id OR NEW.number <> OLD.number)",
    ),
    Guard(
        "boards_item_over",
        "boards_item",
        "UPDATE",
        "what became of an item is never changed",
        when="OLD.state IN ('heard', 'carried', 'struck') AND (NEW.state <> OLD.state OR NEW.outcome <> OLD.outcome)",
    ),
    Guard(
        "boards_item_heard",
        "boards_item",
        "UPDATE",
        "an item is heard at a meeting to which enough people came",
        when="NEW.state = 'heard' AND OLD.state <> 'heard' AND NOT EXISTS "
        "(SELECT 1 FROM boards_meeting m WHERE m.id = NEW.meeting_id AND m.state = 'quorate')",
    ),
]
PEOPLE = [
    *explained("boards_attendance"),
    Guard(
        "boards_attendance_over_insert",
        "boards_attendance",
        "INSERT",
        "nobody comes to a meeting that is over",
        when=IS_OVER,
    ),
    Guard(
        "boards_attendance_over_update",
        "boards_attendance",
        "UPDATE",
        "nobody comes to a meeting that is over",
        when=f"(NEW.how <> OLD.how OR NEW.teller <> OLD.teller) AND {IS_OVER}",
    ),
    Guard(
        "boards_attendance_settled",
        "boards_attendance",
        "UPDATE",
        "whether someone was there is settled once",
        when="OLD.doubt IN ('out', 'there') AND NEW.doubt <> OLD.doubt",
    ),
    Guard(
        "boards_attendance_whose",
        "boards_attendance",
        "UPDATE",
        "attendance is that of one person at one meeting",
        when="NEW.person_id <> OLD.person_id OR NEW.meeting_id <> OLD.meeting_id",
    ),
    *explained("boards_proxy"),
    Guard(
        "boards_proxy_cap",
        "boards_proxy",
        "INSERT",
        "nobody holds more proxies than the cap of the meeting",
        when="NEW.slot > (SELECT m.proxy_cap FROM boards_meeting m WHERE m.id = NEW.meeting_id)",
    ),
    Guard(
        "boards_proxy_before",
        "boards_proxy",
        "INSERT",
        "a proxy is given before the meeting opens",
        when="NOT EXISTS (SELECT 1 FROM boards_meeting m WHERE m.id = NEW.meeting_id AND m.state = 'called')",
    ),
    Guard(
        "boards_proxy_paid",
        "boards_proxy",
        "INSERT",
        "nobody who works here, for the landlord or as a carer holds a proxy",
        when=PAID_HERE,
    ),
    Guard(
        "boards_proxy_fixed",
        "boards_proxy",
        "UPDATE",
        "a proxy is not handed on, and one that was taken back is over",
        when="NEW.giver_id <> OLD.giver_id OR NEW.holder_id <> OLD.holder_id OR NEW.slot <> OLD.slot "
        "OR NEW.meeting_id <> OLD.meeting_id OR (OLD.state = 'withdrawn' AND NEW.state <> OLD.state)",
    ),
]
VOTES = [
    *explained("boards_resolution"),
    Guard(
        "boards_resolution_begins",
        "boards_resolution",
        "INSERT",
        "a vote begins open, at a meeting to which enough people came",
        when=f"NEW.state <> 'open' OR NOT EXISTS (SELECT 1 FROM {OF_ITEM} AND m.state = 'quorate')",
    ),
    Guard(
        "boards_resolution_words",
        "boards_resolution",
        "UPDATE",
        "what is voted on, by which majority and what came of it are never changed",
        when="NEW.words <> OLD.words OR NEW.kind <> OLD.kind OR NEW.item_id <> OLD.item_id OR NEW.weighted <> OLD.weighted "
        "OR (OLD.state = 'closed' AND (NEW.state <> 'closed' OR NEW.yes <> OLD.yes OR NEW.no <> OLD.no "
        "OR NEW.abstained <> OLD.abstained OR NEW.present <> OLD.present OR NEW.mandate <> OLD.mandate "
        "OR NEW.carried <> OLD.carried OR (OLD.doubt = 'fell' AND NEW.doubt <> 'fell')))",
    ),
    Guard(
        "boards_resolution_quorum",
        "boards_resolution",
        "UPDATE",
        "a turnout below the quorum is no mandate",
        when=f"NEW.mandate AND NOT OLD.mandate AND (NEW.quorum < (SELECT m.quorum FROM {OF_ITEM}) OR NEW.present > "
        "(SELECT COUNT(*) FROM boards_attendance a JOIN boards_item i ON i.meeting_id = a.meeting_id "
        "WHERE i.id = NEW.item_id AND a.how IN ('present', 'online') AND a.doubt NOT IN ('asked', 'out')))",
    ),
    *explained("boards_hand"),
    *_both(
        "boards_hand_open",
        "boards_hand",
        "a vote that is closed takes no more votes",
        when="NOT EXISTS (SELECT 1 FROM boards_resolution v WHERE v.id = NEW.resolution_id AND v.state = 'open')",
    ),
    *_both("boards_hand_gains", "boards_hand", "nobody votes on what they gain by, or on their own office", when=GAINS),
    *_both(
        "boards_hand_weight",
        "boards_hand",
        "a vote weighs what the office weighs",
        when="NOT EXISTS (SELECT 1 FROM boards_mandate w JOIN boards_item i ON i.body_id = w.body_id "
        "JOIN boards_resolution v ON v.item_id = i.id WHERE w.id = NEW.mandate_id AND v.id = NEW.resolution_id "
        "AND w.state = 'serving' AND (NEW.weight = 1 OR (v.weighted AND NEW.weight = w.weight)))",
    ),
    Guard(
        "boards_hand_whose",
        "boards_hand",
        "UPDATE",
        "a vote by name is of one member in one vote",
        when="NEW.mandate_id <> OLD.mandate_id OR NEW.resolution_id <> OLD.resolution_id",
    ),
    *append_only("boards_tally"),
    Guard(
        "boards_tally_teller",
        "boards_tally",
        "INSERT",
        "votes are counted by tellers of the meeting, while the vote is open",
        when="NOT EXISTS (SELECT 1 FROM boards_resolution v JOIN boards_item i ON i.id = v.item_id "
        "JOIN boards_attendance a ON a.meeting_id = i.meeting_id WHERE v.id = NEW.resolution_id AND v.state = 'open' "
        "AND a.person_id = NEW.teller_id AND a.teller)",
    ),
]
AFTER = [
    *append_only("boards_task"),
    *append_only("boards_correction"),
    *explained("boards_expense"),
    Guard(
        "boards_expense_fixed",
        "boards_expense",
        "UPDATE",
        "an expense keeps its amount, and nobody agrees their own",
        when="NEW.pence <> OLD.pence OR NEW.person_id <> OLD.person_id OR NEW.kind <> OLD.kind "
        "OR (OLD.state IN ('paid', 'refused') AND NEW.state <> OLD.state) OR NEW.person_id = NEW.agreed_by_id",
    ),
    *explained("boards_firsttask"),
    Guard(
        "boards_firsttask_done",
        "boards_firsttask",
        "UPDATE",
        "what is done stays done",
        when="NEW.words <> OLD.words OR (OLD.done IS NOT NULL AND (NEW.done IS NULL OR NEW.done <> OLD.done))",
    ),
]
MEETINGS = [*CALLED, *AGENDA, *PEOPLE, *VOTES, *AFTER]
