"""The address of a result is its key: it stands in no log."""

import io
import logging
from uuid import UUID

import pytest
from django.core.signing import b62_encode

from letgo.house import logs

KEYS = ["Zk3-_xT0pW8vQmN4bY7sLg", UUID(int=2**125 + 7).hex, str(UUID(int=3**80)), b62_encode(2**127 + 12345)]


@pytest.fixture
def written():
    """A logger whose lines are read back."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("test.addresses")
    logger.propagate = False
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


@pytest.mark.parametrize("key", KEYS)
def test_no_address_is_written(written, key):
    logger, stream = written
    logger.warning("Not Found: %s", f"/check/{key}/why/3?next=/check/{key}")
    try:
        raise RuntimeError(f"broke at /check/{key}")
    except RuntimeError:
        logger.exception("Internal Server Error: /check/%s", key)
    said = stream.getvalue()
    assert key not in said
    assert "Not Found: /check/…/why/3" in said
    assert "RuntimeError" in said


def test_a_line_that_names_no_address_stays_as_it_is(written):
    logger, stream = written
    logger.warning("job %s failed at count:12", "checks.count")
    assert stream.getvalue() == "WARNING job checks.count failed at count:12\n"


@pytest.mark.django_db
def test_a_missing_page_leaves_no_address_in_the_log(client, capfd):
    client.get(f"/check/{KEYS[0]}")
    client.get(f"/nowhere/{KEYS[1]}?q={KEYS[2]}")
    said = "".join(capfd.readouterr())
    assert not any(key in said for key in KEYS)


def test_every_handler_of_the_house_hides_addresses():
    config = logs.config()
    assert {handler["formatter"] for handler in config["handlers"].values()} == {"quiet"}
    assert config["formatters"]["quiet"]["()"] is logs.Formatter
