"""What the database refuses on the tables of places."""

from letgo.commons.record.guarding import Guard, append_only, explained

LAST = "the last administrator cannot be ended: nobody could let anyone in again"
OPEN = "{0}.name = 'administrator' AND {0}.organisation_id IS NULL AND {0}.\"end\" IS NULL"
# Another administrator, of the same place, one above it, or the whole house, whose person is still here.
ANOTHER = (
    "EXISTS (SELECT 1 FROM places_role other JOIN people_person holder ON holder.id = other.person_id "  # noqa: S608 only words of this file
    "WHERE other.id <> {mine}.id AND other.person_id <> {mine}.person_id AND holder.ended IS NULL AND "
    + OPEN.format("other")
    + "{since} AND (other.place_id IS NULL OR EXISTS (SELECT 1 FROM places_place ours JOIN places_place theirs "
    "ON substr(ours.lineage, 1, length(theirs.lineage)) = theirs.lineage "
    "WHERE ours.id = {mine}.place_id AND theirs.id = other.place_id)))"
)


def unchanged(table: str, *columns: str) -> Guard:
    """Whose row it is and what it is about never changes: that is another row."""
    changed = " OR ".join(
        f"COALESCE(CAST(NEW.{c} AS text), '') <> COALESCE(CAST(OLD.{c} AS text), '')" for c in columns
    )
    return Guard(f"{table}_stays_whose_it_is", table, "UPDATE", f"a row of {table} ends, and another begins", changed)


GUARDS = [
    *explained("places_place"),
    *explained("places_home"),
    *explained("places_organisation"),
    *explained("places_role"),
    *explained("places_standing"),
    *explained("places_membership"),
    *append_only("places_electorate"),
    unchanged("places_role", "person_id", "name", "start", "place_id", "organisation_id"),
    unchanged("places_standing", "person_id", "kind", "place_id"),
    unchanged("places_membership", "person_id", "organisation_id"),
    Guard(
        "places_role_ended_stays_ended",
        "places_role",
        "UPDATE",
        "a role that ended does not begin again: give it anew",
        when='OLD."end" IS NOT NULL AND (NEW."end" IS NULL OR NEW."end" > OLD."end")',
    ),
    Guard(
        "places_role_last_administrator",
        "places_role",
        "UPDATE",
        LAST,
        when='NEW."end" IS NOT NULL AND '
        + OPEN.format("OLD")
        + " AND NOT "
        + ANOTHER.format(mine="OLD", since=' AND other.start <= NEW."end"'),
    ),
    Guard(
        "people_person_last_administrator",
        "people_person",
        "UPDATE",
        LAST,
        when="NEW.ended IS NOT NULL AND OLD.ended IS NULL AND EXISTS (SELECT 1 FROM places_role mine "  # noqa: S608
        "WHERE mine.person_id = OLD.id AND "
        + OPEN.format("mine")
        + " AND NOT "
        + ANOTHER.format(mine="mine", since="")
        + ")",
    ),
]
