"""Where and with what a run was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from tests.browser.chromium import find_browser
from tests.conftest import ROOT

PACKAGES: Final = ("dash", "plotly", "numpy", "pandas", "geopandas", "shapely", "pyarrow", "dask", "distributed")


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system; None where it cannot be told."""
    return {
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory_gb": memory_gb(),
        "system": f"{platform.system()} {platform.machine()}",
        "load_at_start": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
    }


def processor() -> str | None:
    told = Path("/proc/cpuinfo")
    names = (
        [line.split(":")[1].strip() for line in told.read_text().splitlines() if line.startswith("model name")]
        if told.exists()
        else []
    )
    return names[0] if names else platform.processor() or None


def memory_gb() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return None


def versions(peers: Path | None) -> dict[str, str]:
    """Of Python, our packages, the browser, the peers, and the commit measured."""
    found = {
        "python": platform.python_version(),
        "commit": output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"),
    }
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    browser = find_browser()
    found["browser"] = output(browser, "--version") if browser else ""
    if peers is not None:
        code = "from importlib.metadata import version as v; print(*(f'{n} {v(n)}' for n in ('streamlit', 'panel', 'shiny', 'shinywidgets')), sep=', ')"
        found["peers"] = output(str(peers / "bin" / "python"), "-c", code)
    return {name: told for name, told in found.items() if told}


def output(*command: str) -> str:
    """What a command says; empty where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
