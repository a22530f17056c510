"""The help page in a real browser: without scripts, in every language, for everybody."""

import pytest

from server.i18n import LANGUAGES
from tests.harness.browser import OpenPage, serious_violations
from tests.harness.server_process import StartServer


@pytest.mark.timeout(240)
async def test_help_needs_neither_script_nor_login_nor_sight(start_server: StartServer, open_page: OpenPage) -> None:
    server = start_server()
    for language in LANGUAGES:
        page = await open_page(width=320, locale=language)
        await page.goto(f"{server.url}/help")
        assert await page.locator("html").get_attribute("lang") == language
        assert await page.locator("li.help-none").is_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 320
        assert await serious_violations(page) == []
        without = await open_page(width=320, locale=language, java_script_enabled=False)
        for path in ("/help", "/", "/no-such-page"):
            await without.goto(f"{server.url}{path}")
            assert "112" in await without.content()
