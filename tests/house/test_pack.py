"""`letgo pack`: what is in a file, what is wrong with it, and what becomes of it in the database."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import holidays
import pytest

from letgo.commons.promises.tables import calendar_of, rule_of, table_of
from letgo.decide.boards.rules import board_of
from letgo.house.pack_files import HERE, BadPack, load, names, with_needs
from tests import installation as whole

LETGO = Path(sys.executable).parent / "letgo"
installation, migrated = whole.installation, whole.migrated  # fixtures
WHOLE = """[pack]
name = "made-up"
version = 1
title = "A pack for tests"
calendar = "england"

[roles]
manager = "caretaker"

[[electorate]]
name = "all"
title = "Everyone here"
standings = ["lives-here"]

[[power]]
what = "benches"
title = "Benches"
rung = "residents decide"
who = "Residents"
review = 2027-06-30

[[rule]]
name = "test.first"
title = "Answer"
status = "local"
source = "made up"
read = 2026-01-01
valid_from = 2026-01-01
start = "a letter comes"
within = "5 working days"
role = "manager"

[[rule]]
name = "test.second"
title = "Answer again"
status = "local"
source = "made up"
read = 2026-01-01
valid_from = 2026-01-01
start = "a letter comes"
within = "5 days"
role = "manager"
extension = {most = "2 days"}
ladder = [
  {after = "1 hour", effect = "promises.tell-holder", who = "the caretaker is told"},
]
"""


@pytest.fixture
def written(tmp_path):
    """written(old, new): the whole pack with one thing changed, as a file."""

    def make(old: str = "", new: str = "", name: str = "mine.toml") -> Path:
        assert old in WHOLE
        path = tmp_path / name
        path.write_text(WHOLE.replace(old, new, 1) if old else WHOLE, encoding="utf-8")
        return path

    return make


def line_of(words: str, nth: int = 0) -> int:
    return [number for number, line in enumerate(WHOLE.splitlines(), 1) if words in line][nth]


def test_the_packs_that_ship_are_whole():
    bodies = ["co-op-board", "neighbourhood-board", "tenants-association", "tmo"]
    assert names() == sorted([*bodies, "boards", "care-co-op", "council", "estate", "house", "youth-trust"])
    for name in names():
        parts = [pack.name for pack in with_needs(name)]
        assert parts == list(dict.fromkeys(["house", *(["boards"] if name in bodies else []), name]))
        pack = load(name)
        assert [board_of(table) for table in pack.body.get("board", [])] or name not in bodies
        if name not in ("boards", "house"):
            assert [group["name"] for group in pack.body["electorate"] if group.get("default")], name
            assert pack.body["power"], name
            assert pack.body["roles"], name
        for table in pack.rules:
            again = rule_of(table_of(rule_of(table)))
            assert again == rule_of(table)
            if again.status in ("law", "regulator"):
                assert "Check with your lawyer" in again.source


def test_the_calendar_of_england_is_what_the_package_works_out():
    calendar = calendar_of(load("house").calendar)
    assert calendar.holidays == dict(holidays.country_holidays("GB", subdiv="ENG", years=range(2020, 2041)).items())
    assert not calendar.works(date(2026, 12, 28))


def test_the_calendar_file_can_be_made_again():
    done = subprocess.run(
        [LETGO, "pack", "calendar", "GB-ENG", "2026", "2027"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0
    assert '2026-12-28 = "Boxing Day (observed)"' in done.stdout
    shipped = (HERE / "calendars" / "england.toml").read_text(encoding="utf-8")
    assert set(done.stdout.partition("[days]\n")[2].splitlines()) <= set(shipped.splitlines())


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("[pack]\n", "", 1, "no [pack]"),
        ('name = "made-up"\n', "", 1, "name is missing"),
        ("version = 1", "version = 0", 3, "whole number"),
        ('calendar = "england"', 'calendar = "../england"', 5, "no calendar"),
        ('calendar = "england"', 'calendar = "mars"', 5, "no calendar"),
        ('title = "A pack for tests"', "title = 7", 4, "needs words"),
        ("[roles]", "[rolls]", 0, "no part of a pack"),
        ('manager = "caretaker"', 'master = "caretaker"', line_of("caretaker"), "no role"),
        ('standings = ["lives-here"]', 'standings = ["flies-here"]', line_of("standings"), "words that we know"),
        ('rung = "residents decide"', 'rung = "nobody"', line_of("rung"), "rung is one of"),
        ("review = 2027-06-30", 'review = "soon"', line_of("review"), "is a day"),
        ('within = "5 working days"', 'within = "five days"', line_of("within"), "no length"),
        ('within = "5 days"', 'within = "5 fortnights"', line_of("within", 1), "no length"),
        ('within = "5 days"', "within = 5", line_of("within", 1), "no length"),
        ('within = "5 days"', 'within = "0 days"', line_of("within", 1), "1 or more"),
        ('within = "5 days"', 'within = "99999 days"', line_of("within", 1), "at most"),
        ('status = "local"', 'status = "gossip"', line_of("status"), "not known"),
        ("read = 2026-01-01", "read = 2026-02-30", line_of("read = "), "Mend this line"),
        ('start = "a letter comes"\n', "", line_of("[[rule]]"), "without start"),
        ('source = "made up"', 'sauce = "made up"', line_of("source"), "no rule has this"),
        ('name = "test.second"', 'name = "test.first"', line_of("test.second"), "twice"),
        ('extension = {most = "2 days"}', "extension = {times = 2}", line_of("extension"), "most is missing"),
        ('{most = "2 days"}', '{most = "2 days", least = 1}', line_of("[[rule]]", 1), "extension does not have this"),
        ('effect = "promises.tell-holder", ', "", line_of("ladder"), "effect is missing"),
        ('role = "manager"', 'role = "manager"\nends = "instant"', line_of("role = ") + 1, "only hours"),
        ('role = "manager"', 'role = "manager"\nexcused_by = "manager"', line_of("role = ") + 1, "their own"),
        ('title = "Answer"', 'title = "Answer', line_of('title = "Answer"'), "Mend this line"),
        ("[[power]]", "[power]", line_of("[[power]]"), "two brackets"),
    ],
)
def test_a_broken_pack_names_file_line_and_cure(written, old, new, line, says):
    with pytest.raises(BadPack) as bad:
        load(str(written(old, new)))
    assert says in str(bad.value)
    assert str(bad.value).startswith(f"mine.toml: line {line}:" if line else "mine.toml:")
    assert "\n" not in str(bad.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00", b"a = [" * 5000, b"x" * 1_000_001, b""])
def test_any_bytes_get_one_line(tmp_path, data):
    (tmp_path / "mine.toml").write_bytes(data)
    with pytest.raises(BadPack) as bad:
        load(str(tmp_path / "mine.toml"))
    assert "\n" not in str(bad.value)


def test_a_pack_that_is_not_there(tmp_path):
    for name in ("mars", str(tmp_path / "mars.toml"), str(tmp_path), "../packs/house"):
        with pytest.raises(BadPack):
            load(name)


def run(installation, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([LETGO, "pack", *words], env=installation.env, capture_output=True, text=True, timeout=120)


def counts(installation) -> str:
    return installation.run(
        "from letgo.commons.promises.models import *\n"
        "from letgo.commons.record.models import Line\n"
        "print(Rule.objects.count(), Calendar.objects.count(), Pack.objects.count(), Line.objects.count())"
    )


def test_a_pack_is_shown_then_taken_in_and_a_second_time_changes_nothing(installation, written):
    shown = run(installation, "apply", str(written()))
    assert shown.returncode == 0, shown.stderr
    assert "test.first: new" in shown.stdout
    assert "Nothing was changed" in shown.stdout
    assert counts(installation) == "0 0 0 0"
    done = run(installation, "apply", str(written()), "--yes")
    assert done.returncode == 0, done.stderr
    assert counts(installation) == "2 1 1 4"
    again = run(installation, "apply", str(written()), "--yes")
    assert "Nothing changes." in again.stdout
    assert counts(installation) == "2 1 1 4"


def test_an_upgrade_proposes_and_someone_puts_it_in_force(installation, written):
    run(installation, "apply", str(written()), "--yes")
    upgrade = run(installation, "apply", str(written('within = "5 days"', 'within = "4 days"')), "--yes")
    assert "test.second: changed" in upgrade.stdout
    look = (
        "from letgo.commons.promises.queries import in_force\n"
        "row = in_force('test.second')\nprint(row.body['within'], row.version)"
    )
    assert installation.run(look) == "5 days 1"
    assert run(installation, "accept", "test.first", "--yes").returncode == 2
    assert run(installation, "accept", "test.second").stdout.count("Nothing was changed") == 1
    assert run(installation, "accept", "test.second", "--yes").returncode == 0
    assert installation.run(look) == "4 days 2"


def test_a_broken_pack_leaves_nothing_half_written(installation, written):
    for path in (written('within = "5 days"', 'within = "soon"'), written('"promises.tell-holder"', '"nothing.here"')):
        done = run(installation, "apply", str(path), "--yes")
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
        assert "Traceback" not in done.stderr
    assert run(installation, "apply", str(written()), "--place", "nowhere", "--yes").returncode == 2
    assert counts(installation) == "0 0 0 0"


ESTATE = """
from uuid import uuid4
from letgo.commons.places.models import Organisation, Place
from letgo.commons.record.actions import write
from letgo.commons.record.refs import Ref
from letgo.commons.record.rules import System
pk, body = uuid4(), uuid4()
line = write("places.add-place", Ref("place", pk), by=System("made up"))
place = Place.objects.create(id=pk, name="Estate", kind="estate", lineage=f"/{pk}/", slug="estate", line=line)
line = write("places.add-organisation", Ref("organisation", body), by=System("made up"))
Organisation.objects.create(id=body, name="Council", kind="council", place=place, line=line)
"""


def test_a_pack_for_one_place_enters_what_is_kept_there(installation):
    assert run(installation, "apply", "estate", "--place", "estate", "--yes").returncode == 2
    installation.run(ESTATE)
    done = run(installation, "apply", "estate", "--place", "estate", "--yes")
    assert done.returncode == 0, done.stderr
    look = (
        "from letgo.commons.places.models import Place\n"
        "from letgo.commons.powers.models import Power\n"
        "from letgo.commons.promises.queries import settings_at\n"
        "print(sorted(Power.objects.values_list('what', 'state')))\n"
        "print(settings_at(Place.objects.get())['roles']['manager'], settings_at(None)['roles'])"
    )
    said = installation.run(look).splitlines()
    assert "('lettings', 'kept')" in said[0]
    assert said[1] == "estate manager {}"
    assert "Nothing changes." in run(installation, "apply", "estate", "--place", "estate", "--yes").stdout
