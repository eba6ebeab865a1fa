"""The report: one page that stands by itself, accessible, with every word of a document escaped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from corpus.status import Status
from evals.compare import compare
from evals.gate import Baseline, judge
from evals.questions import InstrumentTruth, QuestionType
from evals.records import Recorder
from evals.report import Judged, render_report
from evals.runs import RunSettings, execute, open_or_start
from evals.summary import summarize
from tests.evaluation import Told, answer, cell, question, question_set, stands

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) {{7*7}}"
TYPES = list(QuestionType)
QUESTIONS = question_set(
    *(
        question(
            f"q-{n}",
            type=TYPES[n % len(TYPES)],
            text=f"Vraag {n} {ATTACK if n == 0 else ''}",
            history=("eerder",) if TYPES[n % len(TYPES)] is QuestionType.FOLLOW_UP else (),
            instruments=(InstrumentTruth("I10", (Status.ONTWERP,)),),
            cell=cell() if TYPES[n % len(TYPES)] is QuestionType.BUDGET_CELL else None,
        )
        for n in range(60)
    )
)
DRAFT = [{"id": "I10", "status": "ontwerp", "citations": []}]
ADOPTED = [{"id": "I10", "status": "vastgesteld", "citations": []}]


def page(folder: Path, **changes: Any) -> str:
    def run(name: str, told: Told) -> Any:
        settings = RunSettings.of(QUESTIONS, store=name, embedding="hash")
        recorder = Recorder(QUESTIONS, told, stands)
        begun = open_or_start(folder, settings)
        return execute(begun, QUESTIONS.questions, recorder, lambda *_: None)

    good, mixed = Told(), Told()
    good.answers = {q.id: answer(instruments=DRAFT) for q in QUESTIONS.questions}
    mixed.answers = good.answers | {
        q.id: answer(f"Er komt niets {ATTACK}.", outcome="partial", instruments=ADOPTED)
        for q in QUESTIONS.questions[:9]
    }
    before, after = run("s1", good), run("s2", mixed)
    wanted = {q.id: "answered" for q in QUESTIONS.questions}
    return render_report(
        QUESTIONS,
        after,
        summarize(after, wanted),
        comparison=compare(before, after),
        verdict=judge(after, Baseline.of(before)),
        judged=Judged("proef:model", ("Gelijk met mensen: 80,0%.",)),
        **changes,
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    return page(tmp_path_factory.mktemp("runs"))


def test_it_names_no_other_machine_and_holds_no_script(report: str) -> None:
    # Names of XML vocabularies are addresses in form only; nothing fetches them.
    links = set(re.findall(r"https?://[^\s\"'<>)]+", report))
    assert all(link.startswith(("http://www.w3.org/", "http://purl.org/")) for link in links)
    assert "<script" not in report
    assert "<link" not in report
    assert "@import" not in report


def test_what_documents_and_questions_say_is_escaped(report: str) -> None:
    assert "onerror=alert" in report
    assert "<img" not in report
    assert "&lt;script&gt;alert(1)" in report
    assert "{{7*7}}" in report


def test_it_tells_what_fell_and_what_moved(report: str) -> None:
    assert "Niet geslaagd" in report
    assert "Onmisbare feiten genoemd" in report
    assert report.count("<svg ") == 5
    assert report.count('role="img"') == 5
    assert "9 vragen scoren anders" in report
    assert "Gelijk met mensen: 80,0%." in report
    assert "Niet genoemd: 250 bomen per jaar" in report


def test_it_is_the_same_each_time(report: str, tmp_path: Path) -> None:
    def steady(text: str) -> str:
        return re.sub(r"\d{8}T\d{6}\.\d+Z-proef-\w+", "RUN", text)

    assert steady(page(tmp_path)) == steady(report)


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 360])
def test_it_passes_an_accessibility_check(
    report: str, tmp_path: Path, browser: Chrome, width: int
) -> None:
    from importlib.resources import files

    path = tmp_path / "verslag.html"
    # The page forbids every script, the checker's too; for the check that line is left out.
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', report)
    assert policy is not None
    path.write_text(report.replace(policy[0], ""), "utf-8")
    browser.set_window_size(width, 900)
    browser.get(path.as_uri())
    for details in browser.find_elements("tag name", "details")[:4]:
        details.find_element("tag name", "summary").click()
    browser.execute_script((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
    found = browser.execute_async_script(
        "const done = arguments[arguments.length - 1]; axe.run(document).then(done);"
    )
    assert not [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
    assert found["passes"]
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.execute_script(overflow) <= 0
