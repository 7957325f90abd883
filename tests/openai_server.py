"""An OpenAI-compatible server on loopback that says what a test tells it to: real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answering = Callable[[str], str]


@contextmanager
def serving(answer: Answering, status: int = 200, delay: float = 0.0) -> Iterator[str]:
    """Serve chat completions; yield the base address. ``answer`` gets the request's last message."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answer, status, delay))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(answer: Answering, status: int, delay: float) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(delay)
            self.send_response(status)
            self.send_header("Content-Type", "text/event-stream" if status == 200 else "application/json")
            self.end_headers()
            if status != 200:
                self.wfile.write(b'{"error": {"message": "no"}}')
                return
            for piece in answer(sent["messages"][-1]["content"]).split(" "):
                self._send({"choices": [{"index": 0, "delta": {"content": f"{piece} "}}]})
            self.wfile.write(b"data: [DONE]\n\n")

        def _send(self, event: dict[str, Any]) -> None:
            whole = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "told", **event}
            self.wfile.write(f"data: {json.dumps(whole)}\n\n".encode())

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    return Handler
