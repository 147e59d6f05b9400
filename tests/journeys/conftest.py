"""A real browser on a real server with a real worker. Where Chromium is missing the journeys say so; in CI that is a failure."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

os.environ.setdefault(
    "DJANGO_ALLOW_ASYNC_UNSAFE", "1"
)  # playwright runs a loop in this thread; the database does not mind

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = next(
    (path for name in ("chromium-headless-shell", "chromium", "chromium-browser") if (path := shutil.which(name))), ""
)
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=60_000)  # for a slow machine
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1200, "height": 900}


def follow(sight: Locator) -> None:
    """Click what leads on, and wait until that page is there: on a slow machine the old one stays for a while."""
    with sight.page.expect_navigation() as going:
        sight.click()
    assert going.value is None or going.value.status < 500, going.value.url


def press(page: Page, name: str) -> None:
    follow(page.get_by_role("button", name=name, exact=True).first)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM and not os.environ.get("CI"):
        pytest.skip("Chromium is not here: apt-get install chromium-headless-shell")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any, transactional_db: None) -> Iterator[Callable[..., Page]]:
    """visit("/check", viewport=NARROW, java_script_enabled=False): a page in a context of its own. Nothing may be loaded from elsewhere."""
    contexts: list[BrowserContext] = []
    astray: list[str] = []

    def open_page(address: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"viewport": WIDE, **options})
        context.set_default_timeout(60_000)
        context.on(
            "request",
            lambda asked: None if asked.url.startswith((live_server.url, "data:")) else astray.append(asked.url),
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert astray == []


@pytest.fixture
def worker(transactional_db: None) -> Iterator[None]:
    """Does what pages leave for later, in a thread of its own, as the background worker does."""
    from django.db import connections

    from letgo.commons.record import jobs

    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.wait(0.1):
                jobs.run_waiting()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(timeout=60)


@pytest.fixture
def checked(transactional_db: None) -> Callable[..., Any]:
    """web.made.make_check(), where the server's threads see it too."""
    from tests.web.made import make_check

    return make_check


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with a page as it stands: one line for each fault, [] when there is none."""
    source = AXE.read_text(encoding="utf-8")

    def faults(page: Page, within: str = "html") -> list[str]:
        page.evaluate(source)
        found = page.evaluate("within => axe.run(within, {resultTypes: ['violations']})", within)
        return [
            f"{fault['id']}: {node['target']} {node['failureSummary']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    return faults
