"""The memory store does what every store must."""

from __future__ import annotations

import pytest
from suite import StoreSuite

from dedup.index.storage.memory.store import MemoryStore


class TestMemoryStore(StoreSuite):
    @pytest.fixture
    def store(self) -> MemoryStore:
        return MemoryStore()
