"""Owns the chat page: which parts it has and what each button does.

No ``from __future__ import annotations`` here: Gradio reads the annotations of handlers, and it
is imported inside the function only.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.answer import Answer
from assistant.chat_answer import answer_html, status_line, trouble_html
from assistant.chat_desk import Desk
from assistant.chat_html import Html, element
from assistant.chat_source import opened_source, source_list, source_trouble
from assistant.question import MAX_CHARACTERS
from corpus.errors import PiketpaalError

if TYPE_CHECKING:
    import gradio

__all__ = ["TITLE", "Session", "build", "clicked", "theme"]

TITLE = "Piketpaal"
_FOOT = (
    "Piketpaal leest documenten automatisch en zoekt er citaten bij. Kijk de bronnen na voordat u "
    "een antwoord gebruikt."
)
_FONTS = [
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Liberation Sans",
    "Arial",
    "sans-serif",
]
_MONO = ["ui-monospace", "Consolas", "Liberation Mono", "monospace"]


@dataclass(frozen=True, slots=True)
class Session:
    """What one visitor looks at: the last answer, and the number of the source that is open."""

    answer: Answer
    opened: int | None = None


def build(desk: Desk) -> "gradio.Blocks":
    """The page over one desk."""
    import gradio as gr

    script = (files("assistant") / "static" / "chat.js").read_text("utf-8")
    examples = desk.examples

    def ask(question: str, types: list[str]) -> Iterator[tuple[Any, ...]]:
        yield element("p", "Bezig met zoeken ..."), gr.skip(), gr.skip(), gr.skip()
        try:
            answer = desk.ask(question or "", frozenset(types or ()))
        except PiketpaalError as error:
            line = element("p", f"Geen antwoord. {error}", class_="unseen")
            yield line, trouble_html(str(error)), Html(), None
            return
        yield status_line(answer), answer_html(answer), source_list(answer), Session(answer)

    def click(session: Session | None, event: gr.EventData) -> tuple[Any, ...]:
        if session is None:
            return gr.skip(), gr.skip()
        return clicked(desk, session, event._data)

    page: gr.Blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with page:
        session = gr.State(None)
        gr.HTML(_heading(), elem_id="page-head", apply_default_css=False)
        question, send, types, chosen = _form(desk)
        status = gr.HTML(elem_id="status", html_template=_STATUS, apply_default_css=False)
        with gr.Row(elem_id="work"):
            parts: dict[str, Any] = {"js_on_load": script, "apply_default_css": False}
            answer = gr.HTML(elem_id="answer", **parts)
            panel = gr.HTML(elem_id="source", **parts)
        gr.HTML(
            element("footer", element("p", _FOOT)), elem_id="page-foot", apply_default_css=False
        )

        shared: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_id": "desk",
        }
        asking: dict[str, Any] = {
            "fn": ask,
            "inputs": [question, types],
            "outputs": [status, answer, panel, session],
            **shared,
        }
        send.click(**asking)
        question.submit(**asking)
        for button, words in zip(chosen, examples, strict=True):
            button.click(lambda words=words: words, outputs=question, **shared).then(**asking)
        for part in (answer, panel):
            part.click(click, inputs=session, outputs=[panel, session], **shared)
    return page


def _form(desk: Desk) -> tuple[Any, Any, Any, list[Any]]:
    """The question, its button, the filter and the example questions, in that order."""
    import gradio as gr

    with gr.Column(elem_id="ask"):
        with gr.Row(elem_id="ask-line"):
            question = gr.Textbox(
                label="Uw vraag",
                placeholder="Hoe ...?",
                lines=1,
                max_lines=5,
                max_length=MAX_CHARACTERS,
                elem_id="question",
            )
            send = gr.Button("Vraag", variant="primary", elem_id="send")
        with gr.Accordion("Alleen in bepaalde documenten zoeken", open=False, elem_id="filter"):
            types = gr.CheckboxGroup(
                choices=list(desk.document_types), label="Soort document", container=True
            )
        with gr.Column(elem_id="examples"):
            gr.HTML(element("p", "Bijvoorbeeld:"), apply_default_css=False)
            chosen = [gr.Button(words, size="sm") for words in desk.examples]
    return question, send, types, chosen


def theme() -> "gradio.themes.Base":
    """Gradio's plainest theme with fonts of the system: a name here is never fetched."""
    import gradio as gr

    return gr.themes.Base(font=_FONTS, font_mono=_MONO)


def clicked(desk: Desk, session: Session, data: object) -> tuple[Html, Session]:
    """What the side of the sources shows after a click on a marker or a button of its own."""
    wish = data if isinstance(data, dict) else {}
    number, page = _number(wish.get("source")), _number(wish.get("page"))
    if number is None and page is not None:
        number = session.opened
    citation = next((c for c in session.answer.citations if c.number == number), None)
    if citation is None:
        return source_list(session.answer), replace(session, opened=None)
    opened = replace(session, opened=citation.number)
    try:
        return opened_source(desk.open(citation, page)), opened
    except PiketpaalError as error:
        return source_trouble(str(error)), opened


_STATUS = '<div role="status" aria-live="polite" aria-atomic="true">${value || ""}</div>'


def _heading() -> Html:
    return element(
        "header",
        element("h1", TITLE),
        element("p", "Stel een hoe-vraag; het antwoord komt uit uw eigen documenten, met bron."),
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None
