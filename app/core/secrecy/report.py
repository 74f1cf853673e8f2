from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.plain import plain
from app.core.secrecy.encoding import Json

_NAME_WIDTH = 24
_VERDICT_WIDTH = 14


class Verdict(StrEnum):
    """What a check of a bundle came to."""

    VERIFIED = "verified"
    REFUSED = "refused"
    NOT_PROVEN = "not proven"
    NOT_PERFORMED = "not performed"


def word(verdict: Verdict) -> str:
    """Good news in small letters, bad news in capitals."""
    bad = verdict in (Verdict.REFUSED, Verdict.NOT_PROVEN)
    return verdict.value.upper() if bad else verdict.value


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one check came to, and on what grounds in one sentence."""

    verdict: Verdict
    detail: str


def verified(detail: str) -> Outcome:
    """The outcome of a check that found nothing wrong."""
    return Outcome(Verdict.VERIFIED, detail)


@dataclass(frozen=True, slots=True)
class Check:
    """One named check and its outcome."""

    name: str
    verdict: Verdict
    detail: str

    def line(self) -> str:
        """The check as people read it, each in a line of its own."""
        named = f"{word(self.verdict):{_VERDICT_WIDTH}} {self.name:{_NAME_WIDTH}}"
        return f"{named} {plain(self.detail)}"

    def as_json(self) -> Mapping[str, Json]:
        """The check as `tellers verify --json` has it."""
        return {"name": self.name, "verdict": self.verdict.value, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Report:
    """Every check of one bundle, and what they come to together."""

    checks: tuple[Check, ...]

    @property
    def verdict(self) -> Verdict:
        """Refused by one refusal, else not proven by one gap; what is not performed stays said."""
        found = {check.verdict for check in self.checks}
        for verdict in (Verdict.REFUSED, Verdict.NOT_PROVEN):
            if verdict in found:
                return verdict
        return Verdict.VERIFIED

    def as_json(self) -> Mapping[str, Json]:
        """The answer of `tellers verify --json`."""
        checks = [check.as_json() for check in self.checks]
        return {"verdict": self.verdict.value, "checks": checks}
