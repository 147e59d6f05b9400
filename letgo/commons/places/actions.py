"""What changes places, homes, organisations, and what people are to them. Each verb once for its key, each with its line."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Substr
from django.utils.text import slugify

from letgo.commons.people.models import Person
from letgo.commons.people.queries import may
from letgo.commons.people.rules import Actor
from letgo.commons.places import queries, rules
from letgo.commons.places.models import Home, Membership, Organisation, Place, Role, Standing
from letgo.commons.places.rows import found, id_of, locked
from letgo.commons.record.actions import Signs, once, write
from letgo.commons.record.models import Line
from letgo.commons.record.refs import PUBLIC, Ref
from letgo.commons.record.refusals import Refused, require

At = Place | Organisation | None


@transaction.atomic
def add_place(name: str, kind: str, parent: Place | UUID | None, by: Actor, key: str) -> Place:
    """Add a place below `parent`, or a first one without. Raises Refused for a kind we do not know, or too many levels."""
    with once("places.add-place", key, by) as done:
        if done.before:
            return done.before
        above = locked(Place, parent) if parent else None
        row = Place(id=uuid4(), name=named(name), kind=_one_of(kind, rules.PLACE_KINDS), parent=above)
        row.lineage = f"{above.lineage if above else '/'}{row.pk}/"
        require(may(by, "places.add-place", row), "You cannot add a place here.", "Ask an administrator.")
        _shallow(row.lineage)
        row.slug = _free_slug(row.name, above)
        row.line = write("places.add-place", Ref("place", row.pk), by=by, body={"name": row.name, "kind": row.kind})
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def rename_place(place: Place | UUID, name: str, by: Actor, key: str) -> Place:
    """Call a place by another name. Its address on the web stays."""
    with once("places.rename-place", key, by) as done:
        if done.before:
            return done.before
        row = locked(Place, place)
        require(may(by, "places.rename-place", row), "You cannot rename this place.", "Ask an administrator.")
        before, row.name = row.name, named(name)
        row.line = write("places.rename-place", Ref("place", row.pk), by=by, body={"from": before, "to": row.name})
        row.save(update_fields=["name", "line"])
        return done.with_result(row)


@transaction.atomic
def move_place(place: Place | UUID, parent: Place | UUID, by: Actor, key: str) -> Place:
    """Put a place, and all that is below it, below another one. Raises Refused for a circle or too many levels.

    All places are locked: two moves at once could else make a circle. 2 UPDATEs, however many places move.
    """
    with once("places.move-place", key, by) as done:
        if done.before:
            return done.before
        tree = {row.pk: row for row in Place.objects.select_for_update().order_by("pk")}
        row, above = tree[id_of(place)], tree[id_of(parent)]
        allowed = may(by, "places.move-place", row) and may(by, "places.move-place", above)
        require(allowed, "You cannot move this place there.", "Ask an administrator of both.")
        if above.lineage.startswith(row.lineage):
            raise Refused("A place cannot lie inside itself.", cure="Choose a place that is not below it.")
        before = row.lineage
        for moved in tree.values():
            if moved.lineage.startswith(before):
                _shallow(f"{above.lineage}{row.pk}/{moved.lineage[len(before) :]}")
        body = {"from": str(row.parent_id or ""), "to": str(above.pk)}
        line = write("places.move-place", Ref("place", row.pk), by=by, body=body)
        row.lineage, row.parent, row.line = f"{above.lineage}{row.pk}/", above, line
        inner = Place.objects.filter(lineage__startswith=before).exclude(pk=row.pk)
        inner.update(lineage=Concat(Value(row.lineage), Substr("lineage", len(before) + 1)), line=line)
        row.save(update_fields=["lineage", "parent", "line"])
        return done.with_result(row)


@transaction.atomic
def add_home(place: Place | UUID, address: str, by: Actor, key: str, uprn: str = "") -> Home:
    """Add a dwelling. `uprn`: up to 12 digits, or nothing. Raises Refused when it, or the address here, is known already."""
    with once("places.add-home", key, by) as done:
        if done.before:
            return done.before
        row = Home(id=uuid4(), place=found(Place, place), address=named(address, 200), uprn=uprn.strip() or None)
        require(may(by, "places.add-home", row), "You cannot add a home here.", "Ask an officer.")
        if row.uprn and (fault := rules.uprn_fault(row.uprn)):
            raise Refused(fault, cure="Leave it empty if you do not know it.")
        if Home.objects.filter(place=row.place, address=row.address).exists():
            raise Refused("We know a home at this address already.", cure="Look for it in the list.")
        if row.uprn and Home.objects.filter(uprn=row.uprn).exists():
            raise Refused("Another home has this UPRN.", cure="Check the number, or leave it empty.")
        row.line = write("places.add-home", Ref("home", row.pk), audience=Ref("place", row.place_id), by=by)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def add_organisation(name: str, kind: str, place: Place | UUID | None, by: Actor, key: str) -> Organisation:
    """Add a council, board, co-op, trust, firm or team, at a place or at none."""
    with once("places.add-organisation", key, by) as done:
        if done.before:
            return done.before
        at = found(Place, place) if place else None
        row = Organisation(id=uuid4(), name=named(name), kind=_one_of(kind, rules.ORGANISATION_KINDS), place=at)
        require(may(by, "places.add-organisation", row), "You cannot add this here.", "Ask an administrator.")
        body = {"name": row.name, "kind": row.kind}
        row.line = write("places.add-organisation", Ref("organisation", row.pk), by=by, body=body)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def give_role(
    person: Person | UUID, role: str, at: At, start: date, end: date | None, evidence: str, by: Actor, key: str
) -> Role:
    """Give a role at a place, in an organisation, or (None) in the whole house, from `start` until `end` (open: None).

    A role of staff needs its evidence. Raises Refused when it is held there already. Nobody gives themselves a role.
    """
    with once("places.give-role", key, by) as done:
        if done.before:
            return done.before
        target = {at._meta.model_name: at} if at else {}
        row = Role(
            id=uuid4(), person=still_here(person), name=_one_of(role, rules.ROLES), start=start, end=end, **target
        )
        row.evidence = evidence.strip()[:200]
        require(may(by, "places.give-role", row), "You cannot give this role.", "Ask who gives it here.")
        if role == "administrator" and row.organisation_id:
            raise Refused("An administrator works for a place.", cure="Choose a place instead.")
        if role in rules.STAFF and not row.evidence:
            raise Refused("Say on what this role rests.", cure="For example: letter of appointment, 3 March 2026.")
        _in_order(start, end)
        same = Role.objects.filter(person=row.person, name=role, place=row.place, organisation=row.organisation)
        _no_overlap(same, start, end, "They hold this role already.")
        row.line = role_line("places.give-role", row, by)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def end_role(role: Role | UUID, end: date, by: Actor, key: str) -> Role:
    """End a role: `end` is the first day without it. The last administrator of a place, or of the house, cannot be ended."""
    with once("places.end-role", key, by) as done:
        if done.before:
            return done.before
        others = list(queries.administrators().select_for_update(of=("self",)).order_by("pk"))
        row = locked(Role, role)
        require(may(by, "places.end-role", row), "You cannot end this role.", "Ask who gives it here.")
        close_role(row, end, others, by)
        return done.with_result(row)


@transaction.atomic
def add_standing(
    person: Person | UUID,
    place: Place | UUID,
    kind: str,
    home: Home | UUID | None,
    start: date,
    evidence: str,
    by: Actor,
    key: str,
    detail: str = "",
) -> Standing:
    """Say what someone is to a place, and how we know. `detail` is the band of an "age-band". Raises Refused when it stands already."""
    with once("places.add-standing", key, by) as done:
        if done.before:
            return done.before
        at, lives = found(Place, place), found(Home, home) if home else None
        row = Standing(id=uuid4(), person=still_here(person), place=at, kind=_one_of(kind, rules.STANDINGS), home=lives)
        row.start, row.evidence, row.detail = start, evidence.strip()[:200], detail
        require(may(by, "places.add-standing", row), "You cannot say this of them.", "Ask an officer of this place.")
        if not row.evidence:
            raise Refused("Say how we know.", cure="For example: letter code answered.")
        if (kind == "age-band") != bool(detail) or detail not in ("", *rules.AGE_BANDS):
            raise Refused("Only an age has a band, and it is one of ours.", cure="Choose one of the list.")
        if lives and not lives.place.lineage.startswith(at.lineage):
            raise Refused("This home is in another place.", cure="Choose a home of this place.")
        same = Standing.objects.filter(person=row.person, place=at, kind=kind)
        _no_overlap(same, start, None, "This stands already.")
        row.line = _private_line("places.add-standing", row, by)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def end_standing(standing: Standing | UUID, end: date, by: Actor, key: str) -> Standing:
    """End a standing: `end` is the first day without it."""
    with once("places.end-standing", key, by) as done:
        if done.before:
            return done.before
        row = locked(Standing, standing)
        require(may(by, "places.end-standing", row), "You cannot end this.", "Ask an officer of this place.")
        _end(row, end, _private_line("places.end-standing", row, by, end))
        return done.with_result(row)


@transaction.atomic
def add_member(
    person: Person | UUID, organisation: Organisation | UUID, start: date, evidence: str, by: Actor, key: str
) -> Membership:
    """Take someone into an organisation. Raises Refused when they belong to it already: one person, one membership."""
    with once("places.add-member", key, by) as done:
        if done.before:
            return done.before
        row = Membership(
            id=uuid4(), person=still_here(person), organisation=found(Organisation, organisation), start=start
        )
        row.evidence = evidence.strip()[:200]
        require(may(by, "places.add-member", row), "You cannot add a member here.", "Ask the secretary.")
        same = Membership.objects.filter(person=row.person, organisation=row.organisation)
        _no_overlap(same, start, None, "They are a member already.")
        row.line = _member_line("places.add-member", row, by, start)
        row.save(force_insert=True)
        return done.with_result(row)


@transaction.atomic
def end_member(membership: Membership | UUID, end: date, by: Actor, key: str) -> Membership:
    """End a membership: `end` is the first day without it. Its holder may always leave."""
    with once("places.end-member", key, by) as done:
        if done.before:
            return done.before
        row = locked(Membership, membership)
        require(may(by, "places.end-member", row), "You cannot end this membership.", "Ask the secretary.")
        _end(row, end, _member_line("places.end-member", row, by, end))
        return done.with_result(row)


@transaction.atomic
def leave(person: Person | UUID, end: date, by: Actor, key: str) -> bool:
    """End all that someone is here, from the day `end`: standing, memberships, roles. Nothing is deleted; each end has its line.
    What would only begin later never begins.

    By themselves, or by an officer of every place concerned. Raises Refused for the last administrator.
    """
    with once("places.leave", key, by) as done:
        if done.before:
            return done.before
        row = found(Person, person)
        require(may(by, "places.leave", row), "You cannot do this for them.", "Ask an officer.")
        others = list(queries.administrators().select_for_update(of=("self",)).order_by("pk"))
        for role in _open(Role, row, end):
            close_role(role, max(end, role.start), others, by)
        for standing in _open(Standing, row, end):
            last = max(end, standing.start)
            _end(standing, last, _private_line("places.end-standing", standing, by, last))
        for membership in _open(Membership, row, end):
            last = max(end, membership.start)
            _end(membership, last, _member_line("places.end-member", membership, by, last))
        return done.with_result(True)


@transaction.atomic
def begin(person: Person | UUID, evidence: str, by: Signs, key: str) -> Role:
    """Make the first administrator of the house. Only while there is none: later ones are given their role by another."""
    with once("places.begin", key, by) as done:
        if done.before:
            return done.before
        if queries.administrators().exists():
            raise Refused("This house has an administrator.", cure="Ask them for the role.")
        if not evidence.strip():
            raise Refused("Say on what this role rests.", cure="For example: the council's decision of 3 March 2026.")
        row = Role(
            id=uuid4(), person=still_here(person), name="administrator", start=queries.today(), evidence=evidence[:200]
        )
        row.line = role_line("places.begin", row, by)
        row.save(force_insert=True)
        return done.with_result(row)


def close_role(row: Role, end: date, administrators: list[Role], by: Signs) -> None:
    """End one role; `administrators` are all open ones, locked. Raises Refused for the last one."""
    rest = [a for a in administrators if a.person_id != row.person_id and a.start <= end and _reaches(a, row)]
    if row.name == "administrator" and row.end is None and not rest:
        raise Refused(
            "They are the last administrator. Nobody could let anyone in again.",
            cure="Make someone else an administrator first.",
        )
    _end(row, end, role_line("places.end-role", row, by, end))


def _reaches(one: Role, other: Role) -> bool:
    return one.place is None or (other.place is not None and other.place.lineage.startswith(one.place.lineage))


def _end(row: Any, end: date, line: Line) -> None:
    if row.end is not None and row.end <= end:
        raise Refused("This has ended already.")
    _in_order(row.start, end)
    row.end, row.line = end, line
    row.save(update_fields=["end", "line"])


def _open(model: Any, person: Person, end: date) -> Any:
    """What they hold on or after that day, locked."""
    return model.objects.select_for_update().filter(person=person).exclude(end__lte=end).order_by("pk")


def role_line(verb: str, row: Role, by: Signs, end: date | None = None) -> Line:
    """Public for offices and staff, without the holder's name; else for the place or organisation only."""
    where = Ref("organisation", row.organisation_id) if row.organisation_id else None
    where = where or (Ref("place", row.place_id) if row.place_id else Ref("role", row.pk))
    is_public = row.name in rules.STAFF or row.name in rules.PUBLIC_OFFICES
    body = {"role": row.name, "row": str(row.pk), "start": row.start.isoformat(), "end": _iso(end or row.end)}
    return write(verb, where, audience=PUBLIC if is_public else where, by=by, body=body)


def _private_line(verb: str, row: Standing, by: Signs, end: date | None = None) -> Line:
    """For the person alone."""
    body = {"place": str(row.place_id), "kind": row.kind, "start": row.start.isoformat(), "end": _iso(end or row.end)}
    body["evidence"] = row.evidence
    return write(verb, Ref("person", row.person_id), audience=Ref("person", row.person_id), by=by, body=body)


def _member_line(verb: str, row: Membership, by: Signs, day: date) -> Line:
    """For the organisation, without a name."""
    where = Ref("organisation", row.organisation_id)
    return write(verb, where, audience=where, by=by, body={"row": str(row.pk), "day": day.isoformat()})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def still_here(person: Person | UUID) -> Person:
    """The person, locked, so that two acts on one person wait for each other. Raises Refused when they left."""
    row = locked(Person, person)
    if row.ended is not None:
        raise Refused("This person is no longer here.", kind="gone")
    return row


def named(name: str, most: int = 120) -> str:
    """A name or address without needless spaces. Raises Refused when it is empty or longer than `most` letters."""
    text = " ".join(name.split())
    if not text or len(text) > most:
        raise Refused("A name has 1 to {most} letters.", cure="Write a shorter one.", most=most)
    return text


def _one_of(word: str, known: tuple[str, ...]) -> str:
    if word not in known:
        raise Refused(
            "We do not know the word {word!r} here.", cure="One of: {known}.", word=word, known=", ".join(known)
        )
    return word


def _in_order(start: date, end: date | None) -> None:
    if end is not None and end < start:
        raise Refused("The end lies before the start.", cure="Change one of the days.")


def _no_overlap(rows: Any, start: date, end: date | None, sentence: str) -> None:
    """Raise Refused when one of `rows` holds on a day between start and end."""
    held = rows.exclude(end__lte=start).exclude(end=F("start"))
    if (held.filter(start__lt=end) if end else held).exists():
        raise Refused(sentence, cure="End that one first, or choose a later day.")


def _shallow(lineage: str) -> None:
    if lineage.count("/") - 1 > rules.DEEPEST:
        raise Refused("Places go {most} levels deep.", cure="Choose a place higher up.", most=rules.DEEPEST)


def _free_slug(name: str, above: Place | None) -> str:
    """A short address from the name; when it is taken, with the name of the place above, then with a number."""
    plain = slugify(name)[:50] or "place"
    longer = f"{plain}-{slugify(above.name)}"[:55] if above else plain
    taken = set(Place.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    tries = [plain, longer, *(f"{longer}-{number}" for number in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)
