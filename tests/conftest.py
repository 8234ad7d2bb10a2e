"""What holds for every test: no property fails because a machine is busy with other things, or has compiled nothing.

Fixtures of a browser are those of `page_browser`.
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import HealthCheck, settings
from page_browser import browser as browser
from page_browser import open_page as open_page
from page_browser import samples_page as samples_page
from postgres_server import postgres as postgres

from dedup import is_compiled

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_configure(config: pytest.Config) -> None:
    """Compile before any worker starts: commands announce it on standard error, which tests compare."""
    if not hasattr(config, "workerinput") and not is_compiled():
        subprocess.run([sys.executable, "-c", "import dedup; dedup.scan(texts=['Rain.', 'Rain.'])"], check=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: at the end, one process would wait for another."""
    items.sort(key=lambda item: item.get_closest_marker("takes_minutes") is None)
