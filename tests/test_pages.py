"""The pages in a real browser: the main way a reader takes, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from conftest import SANDBOX


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        held = playwright.chromium.launch(executable_path=chromium, args=list(SANDBOX))
        yield held
        held.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails the test on a console error, a broken script, or a request that leaves the machine."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address)
    held = context.new_page()
    wrong: list[str] = []
    held.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    held.on("pageerror", lambda error: wrong.append(str(error)))
    held.on("request", lambda r: None if r.url.startswith((address, "data:")) else wrong.append(r.url))
    yield held
    context.close()
    assert wrong == []


def test_the_main_way_from_the_record_to_the_source(page: Page) -> None:
    page.goto("/")
    assert "onrecord" in page.title()
    for section in ("brief", "says", "differ", "timeline", "positions", "status", "origins", "sources"):
        assert page.locator(f"section#{section} h2").count() == 1
    page.locator("#says a.words", has_text="We are closing a tunnel").first.click()
    assert page.locator(".rendering").count() >= 3
    assert page.locator(".rendering del").count() >= 1, "a cut rendering shows what was cut"
    page.locator(".rendering h3 a").first.click()
    assert "/document/" in page.url
    ident = page.url.split("#")[1]
    assert page.locator(f"#{ident}").is_visible()
    assert "We are closing a tunnel" in page.locator(".text .content").all_inner_texts().__str__()


def test_search_leads_to_the_passage(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("lorries queue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search**")
    assert page.locator(".hits li").count() >= 1
    assert page.locator(".hits mark").count() >= 1
    page.locator(".hits a").first.click()
    assert "/document/" in page.url


def test_keys_move_open_and_help(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".at").count() == 1
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("?")
    page.goto("/table/statements")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/why/**")


def test_a_chain_is_one_click_from_the_words(page: Page, address: str) -> None:
    page.goto("/")
    page.locator("#sources a.go", has_text="Why is the Halden tunnel closed").click()
    page.locator(".text a.content", has_text="a siege by other means").first.click()
    note = page.locator(".note:target")
    assert "Tornews" in note.locator(".chain").inner_text()


def test_every_kind_of_page_fits_a_phone(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=address)
    page = context.new_page()
    page.goto("/")
    links = [page.locator(f"{place}").first for place in ("#says a.words", "#sources a.go", ".reason a.go")]
    ways = ["/", "/search?q=tunnel", "/table/statements", "/table/origins"]
    ways += [str(link.get_attribute("href")) for link in links]
    for way in ways:
        page.goto(way)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{way} scrolls sideways by {wider} pixels"
    context.close()


def test_readable_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.locator("#says a.words").first.click()
    assert page.locator(".rendering").count() >= 1
    context.close()
