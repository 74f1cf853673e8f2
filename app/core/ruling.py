from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One rule applied to one set of facts.

    `rule` is the id of RULES ("H7"), `cite` the clause a person can look up, `facts` what the
    rule looked at (JSON values, dates as ISO strings), `says` one plain sentence.
    """

    rule: str
    met: bool
    cite: str
    says: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruling:
    """A decision and every finding it rests on; refused as soon as one is not met."""

    findings: tuple[Finding, ...]

    @property
    def granted(self) -> bool:
        """Whether every finding is met."""
        return all(finding.met for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The answer of `tellers ruling` and of the API."""
        return {
            "granted": self.granted,
            "findings": [
                {
                    "rule": finding.rule,
                    "met": finding.met,
                    "cite": finding.cite,
                    "facts": dict(finding.facts),
                    "says": finding.says,
                }
                for finding in self.findings
            ],
        }
