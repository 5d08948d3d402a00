"""The `swp` commands, a module for each kind: ``add`` registers its parsers, and what a command needs it imports when it
runs, so that none waits for what another loads. A new command is a new module and its name in ``MODULES``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from data.terminal import quiet_ctrl_c

if TYPE_CHECKING:
    from callbacks.commands.options import Commands

quiet_ctrl_c()  # now: what `app` loads next takes a second

# In the order in which `swp --help` lists them.
MODULES: Final = (
    "serving",
    "importing",
    "registering",
    "asking",
    "releases",
    "backup",
    "monthly",
    "settings",
    "accounts",
)


def add_all(commands: Commands) -> None:
    """Register the parsers of all commands."""
    for name in MODULES:
        import_module(f"callbacks.commands.{name}").add(commands)
