"""A tiny app around what is tested, behind the headers that every response gets."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute
from starlette.testclient import TestClient

from server.web.security import SecurityHeaders


@pytest.fixture
def client_for() -> Callable[..., TestClient]:
    def make(routes: Sequence[BaseRoute], is_https: bool = False, **options: Any) -> TestClient:
        app = Starlette(routes=routes, exception_handlers=options.pop("exception_handlers", {}))
        return TestClient(SecurityHeaders(app, is_https), **options)

    return make
