import re
import threading
from collections import defaultdict
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from rehearsal.ports import free_port

MEMBER = re.compile(r"^ *Member number +(\S+)\s*$", re.MULTILINE)
CODE = re.compile(r"^ *Code +([0-9A-Z-]+)\s*$", re.MULTILINE)


class PostOffice:
    """A mail server on this machine that keeps the codes of the letters, as members would."""

    def __init__(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._codes: dict[str, str] = {}
        self._letters: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    @property
    def port(self) -> int:
        """Where it takes mail."""
        return int(self._controller.port)

    def __enter__(self) -> "PostOffice":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Takes one letter: the name is aiosmtpd's."""
        assert isinstance(envelope.content, bytes)  # noqa: S101 (it decodes nothing here)
        message = message_from_bytes(envelope.content, policy=default)
        text = message.get_content()
        member, code = MEMBER.search(text), CODE.search(text)
        with self._lock:
            self._letters["received"] += 1
            if member and code:
                self._codes[member[1]] = code[1]
        return "250 Message accepted"

    @property
    def received(self) -> int:
        """How many letters came in."""
        with self._lock:
            return self._letters["received"]

    def has_code(self, member_number: str) -> bool:
        """Whether a letter with a code came for this member."""
        with self._lock:
            return member_number in self._codes

    def code_of(self, member_number: str) -> str:
        """The code of the latest letter to this member; KeyError before one came."""
        with self._lock:
            return self._codes[member_number]
