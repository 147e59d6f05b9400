"""Who reads a page of these is led to what they may do, never to a no."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from tests.world import make

pytestmark = [pytest.mark.look, pytest.mark.django_db]
LINK = re.compile(r"<main\b.*?</main>", re.DOTALL)
HREF = re.compile(r'<a\b[^>]*\bhref="([^"#]+)')


def votes(world):
    return f"/place/{world.places['here'].slug}/votes"


def boards(world):
    return f"/place/{world.places['there'].slug}/boards"


def meeting(world):
    from tests.web.boards import meetings_made as made

    return f"/meeting/{made.called(world).pk}"


@pytest.mark.parametrize("of", [votes, boards, meeting])
def test_no_link_of_the_page_leads_to_a_no(of, settings, tmp_path):
    settings.LETGO_HOME = tmp_path
    world = make()
    at, refused, led = of(world), [], set()
    for who in world.who:
        client = world.client(who)
        page = LINK.search(client.get(at).content.decode())
        for href in HREF.findall(page[0]) if page else ():
            to = urlsplit(urljoin(at, href))
            if to.netloc:
                continue
            led.add(to.path)
            if client.get(f"{to.path}?{to.query}").status_code == 403:
                refused.append((who, to.path))
    assert led
    assert refused == []
