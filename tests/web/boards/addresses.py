"""The addresses of boards: what each needs, and who gets in. Elections, offices and meetings keep their own."""

from importlib import import_module

PARTS = ("elections_addresses", "offices_addresses", "meetings_addresses")
ADDRESSES = {}
for part in PARTS:
    try:
        ADDRESSES |= import_module(f"tests.web.boards.{part}").ADDRESSES
    except ModuleNotFoundError:  # not there yet
        continue
