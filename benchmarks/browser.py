"""A headless Chromium, for what is measured and tested in one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def chromium() -> Iterator[Browser | None]:
    """The browser, Playwright's own or the machine's; None where there is none (`apt-get install chromium fonts-noto-cjk`)."""
    with sync_playwright() as started:
        own = Path(started.chromium.executable_path)
        found = own if own.exists() else next(filter(None, map(shutil.which, _NAMES)), None)
        browser = (
            started.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"]) if found else None
        )
        yield browser
        if browser is not None:
            browser.close()
