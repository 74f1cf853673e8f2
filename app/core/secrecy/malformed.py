from dataclasses import dataclass

from app.core.secrecy.encoding import Json, Malformed
from app.core.secrecy.fields import Fields
from app.core.secrecy.reasons import Reason

_ON_BOARD = frozenset({Reason.OUTER_DOES_NOT_OPEN, Reason.OUTER_OTHER_BYTES})
LARGEST_INDEX = 2**32 - 1


@dataclass(frozen=True, slots=True)
class MalformedRecord:
    """One ballot that cannot be counted: where it lies, and why.

    `index` counts from 0: on the whole board when the outer layer fails, in the group's sorted
    middle after that; the reason tells which.
    """

    index: int
    reason: Reason

    @property
    def on_board(self) -> bool:
        """Whether the index is one of the board, not of the middle."""
        return self.reason in _ON_BOARD

    def as_json(self) -> dict[str, Json]:
        """`{"board": i, "reason": "..."}` or `{"middle": i, "reason": "..."}`."""
        return {"board" if self.on_board else "middle": self.index, "reason": self.reason.value}

    @classmethod
    def read(cls, value: Json, place: str) -> "MalformedRecord":
        """The record at `place` of an opening."""
        where = "board" if isinstance(value, dict) and "board" in value else "middle"
        of = Fields(value, place, where, "reason")
        named = of.text("reason")
        try:
            reason = Reason(named)
        except ValueError as fault:
            raise Malformed(f"reason of {place} is none for which a ballot is malformed") from fault
        record = cls(of.number(where, 0, LARGEST_INDEX), reason)
        if record.on_board != (where == "board"):
            raise Malformed(f"{place} has a reason that is not found on the {where}")
        return record
