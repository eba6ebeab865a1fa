"""The chat in a real Chromium: ask, read, open a source, with the mouse and with the keyboard."""

from __future__ import annotations

import itertools
import json
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

pytestmark = pytest.mark.browser

QUESTION = "Hoe maken we de Vogelbuurt klimaatbestendig als het riool toch opengaat?"
PATIENCE = 30


@pytest.fixture(scope="module")
def chat(sample_store: Path) -> Iterator[str]:
    """The address of a chat over the sample municipality, in this process: its calls are seen."""
    from assistant.assistant import Assistant
    from assistant.chat import running
    from assistant.retrieve import Filters
    from ingest.settings import Settings

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assistant = Assistant.open(Settings(data=sample_store))
    with running(assistant, Filters(), port=port) as url:
        yield url


def wait(browser: Chrome, condition: Callable[[Any], Any]) -> Any:
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    patient = WebDriverWait(
        browser, PATIENCE, 0.05, ignored_exceptions=[StaleElementReferenceException]
    )
    return patient.until(condition)


def all_of(browser: Chrome, selector: str) -> list[WebElement]:
    return browser.find_elements("css selector", selector)


def first(browser: Chrome, selector: str) -> WebElement:
    """The first shown element for ``selector``, once it is there."""
    found: WebElement = wait(
        browser, lambda b: next((e for e in all_of(b, selector) if e.is_displayed()), None)
    )
    return found


def ask(browser: Chrome, chat: str, question: str = QUESTION) -> None:
    from selenium.webdriver.common.keys import Keys

    browser.get(chat)
    first(browser, "#question textarea").send_keys(question, Keys.ENTER)
    first(browser, "#answer .answer, #answer .alarm")


def words(element: WebElement) -> str:
    return re.sub(r"\s+", " ", element.text)


def test_an_official_asks_and_opens_a_source(browser: Chrome, chat: str) -> None:
    ask(browser, chat)
    assert QUESTION in words(first(browser, "#answer .asked"))
    assert "Kort antwoord." in words(first(browser, "#answer .short"))
    assert "documenten doorzocht, stand per" in words(first(browser, "#answer .outcome-line"))
    status = wait(browser, lambda b: all_of(b, "#status [role=status]"))[0]
    wait(browser, lambda _: "Antwoord klaar" in (status.get_attribute("textContent") or ""))

    marker = first(browser, "#answer .marker")
    assert marker.text == "[1]"
    marker.click()
    panel = first(browser, "#source .panel[data-open='1']")
    assert "Bron [1]" in panel.text
    quote = words(first(browser, "#source blockquote"))
    assert len(quote.split()) >= 4

    picture = first(browser, "#source .sheet img")
    wait(browser, lambda b: b.execute_script("return arguments[0].naturalWidth", picture) > 400)
    assert picture.size["width"] > 300
    assert "het citaat is gemarkeerd" in (picture.get_attribute("alt") or "")
    marked = wait(browser, lambda b: all_of(b, "#source .page-text mark"))
    shown = " ".join(m.get_attribute("textContent") or "" for m in marked)
    assert re.sub(r"\s+", " ", shown) == quote

    assert browser.execute_script("return document.documentElement.lang") == "nl"
    assert [h.text for h in all_of(browser, "h1")] == ["Piketpaal"]
    levels = browser.execute_script(
        "return [...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')]"
        ".map(heading => Number(heading.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_with_the_keyboard_alone(browser: Chrome, chat: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    def press(key: str) -> None:
        ActionChains(browser).send_keys(key).perform()

    def focused(expression: str) -> Any:
        return browser.execute_script(f"return document.activeElement.{expression}")

    ask(browser, chat)
    for _ in range(12):
        press(Keys.TAB)
        if focused("matches('#answer .marker')"):
            break
    number = focused("dataset.source")
    assert number
    outline = browser.execute_script("return getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2
    press(Keys.ENTER)
    first(browser, f"#source .panel[data-open='{number}']")
    wait(browser, lambda _: focused("id") == "source-heading")

    press(Keys.ESCAPE)
    wait(browser, lambda b: not all_of(b, "#source [data-open]"))
    assert "Bronnen (" in first(browser, "#source h2").text
    wait(browser, lambda _: focused("dataset.source") == number)


def test_an_example_an_error_and_another_page(browser: Chrome, chat: str) -> None:
    browser.get(chat)
    example = first(browser, "#examples button")
    question = example.text
    example.click()
    assert question in words(first(browser, "#answer .asked"))

    first(browser, "#source .marker").click()
    before = words(first(browser, "#source .turning span"))
    first(browser, "#source .turning button:not([disabled])").click()
    wait(browser, lambda b: words(first(b, "#source .turning span")) != before)
    assert "Naar het citaat" in first(browser, "#source .turning").text

    ask(browser, chat, "???")
    assert words(first(browser, "#answer .alarm")).startswith("Dit lukt niet. De vraag is leeg.")


def test_only_some_documents_are_looked_in(browser: Chrome, chat: str) -> None:
    browser.get(chat)
    fold = first(browser, "#filter > button")
    wait(browser, lambda _: fold.get_attribute("aria-expanded") == "false")
    fold.click()
    wait(browser, lambda _: fold.get_attribute("aria-expanded") == "true")
    choice = first(browser, "#filter label")
    count = int((re.search(r"\((\d+)\)", choice.text) or ["", "0"])[1])
    choice.click()
    first(browser, "#question textarea").send_keys(QUESTION)
    first(browser, "#send").click()
    assert f"{count} document" in words(first(browser, "#answer .outcome-line"))


def test_what_is_typed_stays_text(browser: Chrome, chat: str) -> None:
    attack = (
        "Hoe planten we bomen ${document.title='fout'} <img src=x onerror=document.title='fout'>?"
    )
    ask(browser, chat, attack)
    assert first(browser, "#answer .asked").text == attack
    assert not all_of(browser, "#answer img")
    assert browser.title == "Piketpaal"


@pytest.mark.parametrize("width", [320, 390])
def test_it_fits_a_phone(browser: Chrome, chat: str, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    ask(browser, chat)
    first(browser, "#answer .marker").click()
    first(browser, "#source .sheet img")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    small = browser.execute_script(
        "return [...document.querySelectorAll('main :is(button, summary, input, .contents a)')]"
        ".map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])"
        ".filter(([_, r]) => r.width > 0 && (r.width < 23.5 || r.height < 23.5)).map(([e]) => e)"
    )
    assert not small


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out(browser: Chrome, chat: str, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    ask(browser, chat)
    first(browser, "#answer .marker").click()
    first(browser, "#source .panel[data-open]")
    faint = browser.execute_script(_FAINT)
    assert not faint, f"contrast under 4.5 in {scheme}: {faint[:5]}"


def test_nothing_is_asked_of_another_host(browser: Chrome, chat: str) -> None:
    ask(browser, chat)
    first(browser, "#answer .marker").click()
    first(browser, "#source .sheet img")
    asked = browser.execute_script("return performance.getEntries().map(entry => entry.name)")
    asked = [name for name in asked if re.match(r"[a-z]+:", name)]
    assert asked
    outside = [n for n in asked if not n.startswith((chat, "data:"))]
    assert not outside
    links = browser.execute_script(
        "return [...document.querySelectorAll('head link[href], script[src]')]"
        ".map(e => e.href || e.src)"
    )
    assert not [link for link in links if not link.startswith(chat)]
    refused = [e for e in browser.get_log("browser") if "Content Security" in json.dumps(e)]
    assert not refused


# Every shown text against the nearest painted background; both may be partly transparent.
_FAINT = """
const parts = colour => {
  const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
  return {rgb: [r, g, b], a};
};
const over = (top, under) => top.rgb.map((v, i) => v * top.a + under[i] * (1 - top.a));
const light = rgb => {
  const [r, g, b] = rgb.map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const background = e => {
  const layers = [];
  for (; e; e = e.parentElement) layers.push(parts(getComputedStyle(e).backgroundColor));
  return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
};
const faint = [];
const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
while (walker.nextNode()) {
  const e = walker.currentNode.parentElement;
  const text = walker.currentNode.textContent.trim();
  if (!text || !e.checkVisibility() || e.closest('.unseen, .sr-only, :disabled')) continue;
  const under = background(e);
  const own = light(over(parts(getComputedStyle(e).color), under)), back = light(under);
  const ratio = (Math.max(own, back) + 0.05) / (Math.min(own, back) + 0.05);
  if (ratio < 4.5) faint.push([text.slice(0, 40), ratio.toFixed(2)]);
}
return faint;
"""
