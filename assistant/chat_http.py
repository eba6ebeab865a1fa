"""Owns the doors of the chat's web server: who may call it, and what a page may load.

The page is served in Dutch, with our style in it, and with a policy under which a browser
contacts no other host, whatever the parts the page is built of would like.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, MutableMapping
from importlib.resources import files
from typing import Any

__all__ = ["ALLOWED_HOSTS", "POLICY", "OwnPage", "dutch_page"]

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
"""Names the server answers to; another name for this address is a site that rebinds its own."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        # Gradio's frontend compiles its templates, so it needs both.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}
# Gradio takes the language of its own words, and of the page, from the browser.
_LANGUAGE = (
    "<script>for (const [name, value] of [['language', 'nl'], ['languages', ['nl']]])"
    " Object.defineProperty(navigator, name, {get: () => value});</script>"
)
_SOCIAL = re.compile(r"\s*<meta\s+(?:property=\"og:|name=\"twitter:)[^>]*>")
_ICONS = re.compile(r"\s*<link rel=\"manifest\"[^>]*>")

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def dutch_page(page: str) -> str:
    """Gradio's page as ours: in Dutch, with our style, without its advertising."""
    style = (files("assistant") / "static" / "chat.css").read_text("utf-8")
    page = re.sub(r"(<html\b[^>]*?\blang=)\"[^\"]*\"", r'\1"nl"', page, count=1)
    page = _ICONS.sub("", _SOCIAL.sub("", page))
    return page.replace("</head>", f"{_LANGUAGE}<style>{style}</style></head>", 1)


class OwnPage:
    """ASGI middleware: our headers on every page, and the page itself rewritten."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start: Message | None = None
        body = bytearray()

        async def rewrite(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if kind.startswith(b"text/html"):
                    start = message
                    return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                page = dutch_page(body.decode("utf-8")).encode("utf-8")
                await send({**start, "headers": _headers(start, len(page))})
                await send({"type": "http.response.body", "body": page})

        await self._app(scope, receive, rewrite)


def _headers(start: Message, length: int) -> list[tuple[bytes, bytes]]:
    ours = {**_HEADERS, b"content-length": str(length).encode()}
    kept = [(name, value) for name, value in start["headers"] if name.lower() not in ours]
    return [*kept, *ours.items()]
