"""The chat page in a headless Chromium: what its first opening loads, and how long people wait, on a good and a slow line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium
from benchmarks.figure import Figure
from benchmarks.material import Material
from benchmarks.service import Service, service
from scripts.console import say

# What DevTools sets for "Slow 3G": 400 kbit/s, and 2,000 ms until an answer begins.
_SLOW = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_KILOBYTE = 1000
# Seconds: within one a person's thoughts stay with it, within ten their attention (Nielsen, Usability Engineering, 1993, ch. 5).
_IN_FLOW, _ATTENTIVE = 1.0, 10.0


def measure(material: Material, rounds: int, scratch: Path, each: int = 20) -> tuple[Figure, ...]:
    """A fresh browser context a round, `each` distinct questions in it; nothing where there is no Chromium."""
    del scratch
    material.published()
    with chromium() as browser, service(material) as running:
        if browser is None:
            say("page: no Chromium, left out: apt-get install chromium")
            return ()
        questions = material.distinct((each + 1) * (rounds + 1))
        runs = [
            _round(browser, running, questions[start : start + each + 1])
            for start in range(0, len(questions), each + 1)
        ][1:]
    weights, opened, answered, slow_opened, slow_answered = zip(*runs, strict=True)
    return (
        _figure("page_weight", "bytes over the wire until the chat page can be used", "kB", 60.0, weights),
        _figure("page_open", "from the address to a box that takes a question, nothing cached", "s", _IN_FLOW, opened),
        _figure("page_answer", "from sending a question to the answer on the page, p50", "s", _IN_FLOW, answered),
        _figure(
            "page_open_slow", "the same opening at 400 kbit/s with 2 s there and back", "s", _ATTENTIVE, slow_opened
        ),
        _figure(
            "page_answer_slow",
            "the same question at 400 kbit/s with 2 s there and back",
            "s",
            _ATTENTIVE,
            slow_answered,
        ),
    )


def _figure(name: str, what: str, unit: str, needed: float, runs: Sequence[float]) -> Figure:
    return Figure(name, what, unit, needed, at_least=False, runs=tuple(runs))


def _round(browser: Browser, running: Service, questions: Sequence[str]) -> tuple[float, float, float, float, float]:
    """Kilobytes, and seconds of opening and of an answer: on this machine's own line, then on a slow one."""
    loaded, opened, answered = _visit(browser, running.address, questions[:-1], None)
    _, slow_opened, slow_answered = _visit(browser, running.address, questions[-1:], _SLOW)
    return loaded / _KILOBYTE, opened, answered, slow_opened, slow_answered


def _visit(
    browser: Browser,
    address: str,
    questions: Sequence[str],
    line: Mapping[str, object] | None,
) -> tuple[float, float, float]:
    """Bytes loaded, seconds until the page can be used, and the median of the seconds that an answer takes."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    if line is not None:
        network.send("Network.emulateNetworkConditions", dict(line))
    loaded: list[float] = []
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    began = perf_counter()
    page.goto(address)  # until its `load`: style and script are there
    opened, weight = perf_counter() - began, sum(loaded)
    seconds = [_asked(page, question, place) for place, question in enumerate(questions, 1)]
    context.close()
    return weight, opened, median(seconds)


def _asked(page: Page, question: str, place: int) -> float:
    """Seconds from sending a question to its answer; each question and each answer is one line of the talk."""
    page.fill("#question", question)
    began = perf_counter()
    page.press("#question", "Enter")
    page.locator(f"#talk > li:nth-child({2 * place + 1}):not(.waiting, .failed) .text").wait_for()
    return perf_counter() - began
