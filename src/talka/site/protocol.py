"""uvicorn's HTTP, which also hands the connection to those who stream: to size its buffers, to cut it off, and to write
to it at once, without a task that wakes for every line."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from talka.live.transport import SAY, TRANSPORT


class Protocol(HttpToolsProtocol):
    def on_headers_complete(self) -> None:
        scope: Any = self.scope
        scope["extensions"] = {TRANSPORT: self.transport, SAY: self.say}
        super().on_headers_complete()

    def say(self, body: bytes) -> bool:
        """Write a part of a body that has begun, as `send` would; False where `send` would wait or write otherwise."""
        cycle = self.cycle
        if (
            not cycle.response_started
            or cycle.response_complete
            or cycle.disconnected
            or not cycle.chunked_encoding
            or cycle.scope["method"] == "HEAD"
            or self.flow.write_paused
        ):
            return False
        self.transport.write(b"%x\r\n%b\r\n" % (len(body), body))
        return True
