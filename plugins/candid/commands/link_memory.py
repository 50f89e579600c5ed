"""What ``candid links check`` remembers between two runs, as commands read it."""

from __future__ import annotations

from pathlib import Path

from candid.diagnostics import Finding, Location
from candid.link_health.memory import Memory, read_memory

__all__ = ["MEMORY", "remembered"]

MEMORY = Path(".cache/candid/links.json")


def remembered() -> tuple[Memory, list[Finding]]:
    """What earlier checks learnt, and what is wrong with their file. Without one, nothing is known."""
    try:
        text = MEMORY.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Memory(), []
    except (OSError, UnicodeDecodeError) as error:
        message = f"the file cannot be read: {error}"
        return Memory(), [Finding.of("unreadable-memory", Location(MEMORY.as_posix()), message, "delete it")]
    return read_memory(text, MEMORY.as_posix())
