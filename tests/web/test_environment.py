"""Pages that are ready before anybody asks."""

import pytest
from django.template import engines
from jinja2 import Environment

from letgo.web.ui import components
from letgo.web.ui.environment import load_all


@pytest.mark.look
@pytest.mark.django_db
def test_nothing_is_compiled_while_people_wait(client, monkeypatch):
    for made in (engines["jinja2"].env.cache, components.macros().cache, components._made):
        made.clear()  # what other tests of this process left
    load_all()

    def late(self, source, name=None, *rest, **options):
        raise AssertionError(f"{name} is compiled late")

    monkeypatch.setattr(Environment, "compile", late)
    for at in ("/", "/check", "/sign-in", "/what-we-keep"):
        assert client.get(at).status_code == 200
