"""Makes the README's pictures from a made-up town: docs/pictures/*.png. Run it after a page has changed: python scripts/pictures.py

It starts an installation of its own in a temporary folder, builds the made-up town, counts Port Alder in a real browser, and takes
all of it away again.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
TOWN = "Count Port Alder 2025"
WIDE = {"width": 1040, "height": 800}
TALL = {"width": 1040, "height": 900}
SAFE = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def main() -> None:
    """Serve, count, take the pictures."""
    home = tempfile.mkdtemp(prefix="letgo-pictures-")
    port = free_port()
    env = {**os.environ, "LETGO_HOME": home, "LETGO_LOG": "ERROR"}
    letgo = [Path(sys.executable).with_name("letgo")]
    subprocess.run([*letgo, "migrate", "--quiet"], env=env, cwd=ROOT, check=True)
    server = subprocess.Popen(
        [*letgo, "serve", "--worker", "--town", "--port", str(port)], env=env, cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address)
        take(address)
    finally:
        server.terminate()
        server.wait(timeout=60)
        shutil.rmtree(home, ignore_errors=True)


def take(address: str) -> None:
    """The top of the home of an estate, of its open vote, of its board, and of a result."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    names = ("chromium-headless-shell", "chromium", "chromium-browser")
    chromium = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=SAFE)
        page = browser.new_page(viewport=WIDE)
        page.goto(f"{address}/place/tansy-row")
        page.screenshot(path=PICTURES / "estate.png", clip={"x": 0, "y": 0, **TALL}, full_page=True)
        page.get_by_role("link", name="Look at this vote").first.click()
        page.locator("h1", has_text="Vote").wait_for()
        page.screenshot(path=PICTURES / "vote.png", clip={"x": 0, "y": 0, **WIDE}, full_page=True)
        page.goto(f"{address}/place/tansy-row/boards")
        page.locator("h1", has_text="Tansy Row board").wait_for()
        page.screenshot(path=PICTURES / "board.png", clip={"x": 0, "y": 0, **TALL}, full_page=True)
        page.goto(f"{address}/check")
        page.get_by_role("button", name=TOWN).click()
        page.locator("h1", has_text="Port Alder 2025").wait_for(timeout=60_000)
        page.screenshot(path=PICTURES / "result.png", clip={"x": 0, "y": 0, **WIDE})
        browser.close()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def wait_for(address: str, seconds: float = 300) -> None:
    """Until the server answers. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urlopen(address, timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} does not answer")


if __name__ == "__main__":
    main()
