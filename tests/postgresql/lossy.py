"""A network that loses one message: between a client and PostgreSQL, the question or the answer of a COMMIT."""

import socket
from contextlib import suppress
from enum import Enum
from threading import Event, Thread

_MOST = 1 << 16


class Lost(Enum):
    """Which of the two never arrives; the connection breaks with it."""

    QUESTION = "question"
    ANSWER = "answer"


class LossyNetwork:
    """Passes everything on between clients of `port` and a server's port, until told to lose something."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.loses: Lost | None = None
        """What the next COMMIT loses."""
        self.stays_away = False
        """Whether nobody gets through any more once something was lost."""
        self.lost = 0
        self._away = False
        self._open: list[socket.socket] = []
        Thread(target=self._accept, daemon=True).start()

    def mend(self) -> None:
        """From now on everybody gets through."""
        self._away = self.stays_away = False

    def close(self) -> None:
        """End it, and every connection through it."""
        self._away = True
        for one in (self._listening, *self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if self._away:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._server_port))
                self._open += [client, server]
                muted, answered = Event(), Event()
                Thread(target=self._ask, args=(client, server, muted, answered), daemon=True).start()
                Thread(target=self._answer, args=(client, server, muted, answered), daemon=True).start()

    def _ask(self, client: socket.socket, server: socket.socket, muted: Event, answered: Event) -> None:
        with suppress(OSError):
            while data := client.recv(_MOST):
                if self.loses and b"COMMIT" in data:
                    loses, self.loses = self.loses, None
                    self._away = self.stays_away
                    if loses is Lost.ANSWER:
                        muted.set()
                        server.sendall(data)
                        answered.wait(10)
                    self.lost += 1
                    break
                server.sendall(data)
        _end(client, server)

    def _answer(self, client: socket.socket, server: socket.socket, muted: Event, answered: Event) -> None:
        with suppress(OSError):
            while data := server.recv(_MOST):
                if muted.is_set():
                    answered.set()
                    return
                client.sendall(data)
        _end(client, server)


def _end(*connections: socket.socket) -> None:
    for one in connections:
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
