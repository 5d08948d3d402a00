"""Where the browser of the tests is. As a command it prints the path, or ends with status 1: .ci/test asks it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def starts(path: str) -> bool:
    """Whether a usable browser answers at ``path``: not the stub of an absent snap, nor a snap, barred from /tmp."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0 and bool(answer.stdout.strip()) and "snap" not in answer.stdout.lower()


def find_browser() -> str | None:
    """The browser named by SWP_BROWSER (no other then), else one on the PATH, else Playwright's own, else None."""
    named = os.environ.get("SWP_BROWSER")
    if named:
        return named if starts(named) else None
    for name in NAMES:
        path = shutil.which(name)
        if path and starts(path):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() and starts(own) else None


if __name__ == "__main__":
    found = find_browser()
    sys.stdout.write(f"{found}\n" if found else "")
    sys.exit(0 if found else 1)
