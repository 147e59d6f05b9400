"""The keeper of canaries keeps."""

import logging

import pytest

from tests.canaries import KEEPER


@pytest.mark.parametrize("logger", ["letgo.web", "letgo.jobs", "django.request", "django.server", "somewhere.else"])
def test_a_name_in_any_log_is_seen(logger, caged):
    logging.getLogger(logger).critical("a page of %s broke", "Canary Resident")
    assert any("canary resident" in said for said in caged)


def test_a_name_in_an_accident_is_seen(caged):
    try:
        raise ValueError("Canary Resident")
    except ValueError:
        logging.getLogger("letgo.web").exception("it broke")
    assert caged


def test_what_holds_no_canary_is_not_kept():
    logging.getLogger("letgo.web").warning("a page broke")
    assert KEEPER.escaped == []
