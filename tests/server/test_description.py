"""The OpenAPI description: it names every route, and the server does what it says (schemathesis)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from other_processes import NIGHTLY
from schemathesis import GenerationMode
from served import serving
from stored_news import small_corpus

from dedup import Index, Settings
from dedup.server.description.open_api import description
from dedup.server.http_application import ENDPOINTS
from dedup.settings import numbers_of

PAGES = {"/", "/search", "/article", "/cluster", "/story"}
EXAMPLES = 100 if NIGHTLY else 8


SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS = [(method, path) for path, methods in description()["paths"].items() for method in methods]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("described") / "news.dedup") as address:
        with Index(address) as index:
            list(index.add_many(article for article in small_corpus() if article.id.isascii()))
        yield address


def test_every_route_is_described_but_pages() -> None:
    routes = {(each.method.lower(), each.path) for each in ENDPOINTS if each.path not in PAGES}
    described = {(method, path) for path, methods in description()["paths"].items() for method in methods}
    assert described == routes


def test_settings_are_described_by_what_they_are() -> None:
    asked = description()["paths"]["/v1/query"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    _, described = asked["properties"]["settings"]["anyOf"]
    kinds = {name: each["type"] for name, each in described["properties"].items()}
    python_types = {"integer": int, "number": float, "boolean": bool}
    assert all(type(each.default) is python_types[kinds.pop(each.name)] for each in numbers_of(Settings))
    assert not kinds


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("method", "path"), OPERATIONS, ids=" ".join)
def test_the_server_does_what_the_description_says(url: str, method: str, path: str, mode: GenerationMode) -> None:
    """Requests that fit the description, and others that do not, are answered as it says."""

    @given(SCHEMA[path][method].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def check(case: Any) -> None:
        case.call_and_validate(base_url=url)

    try:
        check()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # what takes nothing can be given nothing wrong
