"""The lineage of a place."""

from hypothesis import given
from hypothesis import strategies as st

from letgo.commons.places import rules


@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4))
def test_ancestors_are_all_beginnings_of_a_lineage(parts):
    lineage = "/" + "/".join(parts) + "/"
    found = rules.ancestors(lineage)
    assert found[-1] == lineage
    assert all(lineage.startswith(above) for above in found)
    assert len(found) == len(parts)
