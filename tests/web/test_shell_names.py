"""What the shell sets for itself is seen by no page: a page's own word of that name would be covered without a sign."""

from jinja2 import nodes

from letgo.web.ui.environment import environment

MEANT = {"here", "easy", "reads_easy"}  # what a page and the shell tell each other


def test_the_shell_names_its_own_values_so_that_no_page_uses_them():
    made = environment()
    source = made.loader.get_source(made, "ui/shell.html")[0]
    tree = made.parse(source)
    named = {one.name for one in tree.find_all(nodes.Name) if one.ctx == "store"}
    assert {name for name in named if not name.startswith("shell_")} <= MEANT
