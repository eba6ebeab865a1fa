"""Owns the command ``chat``: the page on this machine only, until it is stopped."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.chat_desk import Desk
from corpus.errors import PiketpaalError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.retrieve import Filters

__all__ = ["running", "serve"]

_HOST = "127.0.0.1"


def serve(assistant: Assistant, filters: Filters, *, port: int) -> None:
    """Serve the chat until Ctrl-C.

    Raises:
        PiketpaalError: the port is taken.
    """
    with running(assistant, filters, port=port) as url:
        print(
            f"De chat staat open op {url} (alleen op deze computer). Stoppen: Ctrl-C.", flush=True
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("\nDe chat is gestopt.")


@contextmanager
def running(assistant: Assistant, filters: Filters, *, port: int) -> Iterator[str]:
    """The chat while it runs; gives its address.

    Raises:
        PiketpaalError: the port is taken.
    """
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware

    from assistant.chat_http import ALLOWED_HOSTS, OwnPage
    from assistant.chat_page import build, theme

    _refuse_taken(port)
    _talk_to_this_machine_directly()
    page = build(Desk(assistant, filters))
    try:
        _, url, _ = page.launch(
            server_name=_HOST,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,  # else every question stays in the browser
            footer_links=[],
            show_error=False,
            max_file_size=1,  # nothing is to be uploaded
            theme=theme(),
            app_kwargs={
                "middleware": [
                    Middleware(TrustedHostMiddleware, allowed_hosts=ALLOWED_HOSTS),
                    Middleware(OwnPage),
                ],
                "docs_url": None,
                "redoc_url": None,
                "openapi_url": None,
            },
        )
        yield url
    finally:
        page.close(verbose=False)


def _refuse_taken(port: int) -> None:
    """Refuse a port before anything is built for it."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((_HOST, port))
    except (OSError, OverflowError) as error:
        raise PiketpaalError(
            f"Poort {port} is in gebruik of niet te gebruiken. Kies een andere, bijvoorbeeld "
            "--port 7861."
        ) from error


def _talk_to_this_machine_directly() -> None:
    """Gradio calls its own server once; a proxy from the environment must not get that call."""
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [h for h in os.environ.get(name, "").split(",") if h]
        os.environ[name] = ",".join(dict.fromkeys([*hosts, _HOST, "localhost"]))
