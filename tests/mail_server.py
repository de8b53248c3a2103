"""A mail server on this machine that takes every letter and remembers what came."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """letters: what came, whole, in order; recipients: for whom."""

    port: int = 0
    letters: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuses: str = ""
    """An answer for every recipient instead of taking it, e.g. `550 no such user`."""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=Talka <talka@example.test>&starttls=0&rate=1000"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox()
    lock = threading.Lock()

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline().decode():
                verb = line.split(":")[0].split()[0].upper() if line.strip() else ""
                if verb == "DATA":
                    self.say("354 go on")
                    self.take()
                elif verb == "RCPT" and mailbox.refuses:
                    self.say(mailbox.refuses)
                    continue
                elif verb == "RCPT":
                    with lock:
                        mailbox.recipients.append(line.partition("<")[2].partition(">")[0])
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                self.say("250 well")

        def take(self) -> None:
            lines = []
            while (line := self.rfile.readline().decode()).rstrip("\r\n") != ".":
                lines.append(line)
            with lock:
                mailbox.letters.append("".join(lines))

    class Threads(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Threads(("127.0.0.1", 0), Conversation) as listening:
        mailbox.port = listening.server_address[1]
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        try:
            yield mailbox
        finally:
            listening.shutdown()
            thread.join(10)
