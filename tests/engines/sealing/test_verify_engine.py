"""What the engine writes, verify.py confirms, and the plain count of the tests writes the very same; two hands, one rule."""

import io
import json

from hypothesis import given

from letgo.engines.sealing.verify import check
from letgo.engines.sharing.certificate import certificate
from letgo.engines.sharing.fund import count
from letgo.engines.sharing.pabulib import load
from letgo.engines.sharing.settings import Settings
from tests.engines.sealing.elections import certificates, edits
from tests.engines.sealing.plain_sharing import claims, seal
from tests.engines.sealing.test_verify_sharing import holds


def money(minor, scale):
    return f"{int(minor) // scale}.{int(minor) % scale:0{len(str(scale)) - 1}d}" if scale > 1 else str(minor)


def pb_file(document):
    """The Pabulib text of a certificate's election, one row a voter; recorded winners in `selected`."""
    election, recorded = document["election"], document["recorded"]
    ids, scale = [project["id"] for project in election["projects"]], election["scale"]
    scored = document["settings"]["utility"] == "score"
    rows = ["META", "key;value", f"budget;{money(election['budget'], scale)}"]
    rows += [f"vote_type;{'scoring' if scored else 'approval'}", "rule;unknown", f"num_votes;{election['voters']}"]
    rows += [f"num_projects;{len(ids)}", "PROJECTS", "project_id;cost;name" + ";selected" * bool(recorded)]
    for project in election["projects"]:
        row = f"{project['id']};{money(project['cost'], scale)};{project['name']}"
        rows.append(row + (f";{int(project['id'] in recorded['winners'])}" if recorded else ""))
    rows += ["VOTES", "voter_id;vote" + ";points" * scored]
    voter = 0
    for weight, named, *points in election["ballots"]:
        for _ in range(weight):
            voter += 1
            marks = ";" + ",".join(map(str, points[0])) if scored else ""
            rows.append(f"{voter};{','.join(ids[at] for at in named)}{marks}")
    return "\n".join(rows) + "\n"


def engine_certificate(text, **settings):
    election, _ = load(io.BytesIO(text.encode()))
    return json.loads(certificate(count(election, Settings(**settings))))


@given(certificates())
def test_the_engines_certificate_passes_and_is_the_one_that_the_plain_count_makes(document):
    told = engine_certificate(pb_file(document), **document["settings"])
    recorded = told["recorded"] and told["recorded"]["winners"]
    assert told == seal(claims({part: told[part] for part in ("format", "election", "settings")}, recorded))
    assert list(check(told))


@given(certificates())
def test_an_edited_certificate_of_the_engine_is_caught(document):
    told = engine_certificate(pb_file(document), **document["settings"])
    for path, edited in edits(told, 20):
        assert edited == told or not holds(edited), path
    for part in ("result", "greedy", "audit"):
        for path, edited in edits(told[part], 10):
            assert not holds(seal({**told, part: edited})), (part, path, edited)
