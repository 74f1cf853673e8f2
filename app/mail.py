import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage

CLOSING = 421  # RFC 5321: of the server's whole service, and not of the letter


@dataclass(frozen=True)
class Letter:
    """One e-mail message to one recipient; `message_id` is the id of the job that sends it."""

    message_id: str
    to: str
    subject: str
    text: str


class Mailer:
    """Sends letters over one SMTP connection."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self._smtp = smtp
        self._sender = sender

    def send(self, letter: Letter) -> str | None:
        """Hands the letter over; gives the server's refusal in words, or None.

        Raises SMTPServerDisconnected where the server takes no more of this connection.
        """
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Message-ID"] = f"<{letter.message_id}@{self._sender.rpartition('@')[2]}>"
        message.set_content(letter.text)
        try:
            self._smtp.send_message(message)
        except smtplib.SMTPResponseException as refusal:
            return _in_words(refusal.smtp_code, refusal.smtp_error)
        except smtplib.SMTPRecipientsRefused as refusal:
            return "; ".join(_in_words(*each) for each in refusal.recipients.values())
        except smtplib.SMTPNotSupportedError as refusal:  # an address beyond ASCII
            return str(refusal)
        return None


def _in_words(code: int, words: bytes | str) -> str:
    if code == CLOSING:
        raise smtplib.SMTPServerDisconnected("the server closes the connection")
    return f"{code} {words!r}"


@contextmanager
def mailer(host: str, port: int, sender: str) -> Iterator[Mailer]:
    """A connection to the mail server; raises OSError or SMTPException where there is none."""
    with smtplib.SMTP(host, port, timeout=30) as smtp:
        yield Mailer(smtp, sender)
