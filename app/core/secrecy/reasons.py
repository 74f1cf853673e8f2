from enum import StrEnum


class Reason(StrEnum):
    """Why an entry on the board is malformed; checked in this order, the first one is named."""

    OUTER_DOES_NOT_OPEN = "outer-does-not-open"
    OUTER_OTHER_BYTES = "outer-other-bytes"  # re-sealing with the eph inside gives others
    INNER_SEEN_BEFORE = "inner-seen-before"
    INNER_DOES_NOT_OPEN = "inner-does-not-open"
    INNER_OTHER_BYTES = "inner-other-bytes"
    PADDING = "padding"  # a length beyond pad_len, or a byte that is not zero
    NOT_CANONICAL = "not-canonical"  # JCS(parse(x)) is not x
    NOT_A_BALLOT = "not-a-ballot"  # not an object of arrays of integers
    CONTEST_MISSING = "contest-missing"
    CONTEST_FOREIGN = "contest-foreign"
    NUMBER_UNKNOWN = "number-unknown"
    NUMBER_REPEATED = "number-repeated"
    NUMBERS_TOO_MANY = "numbers-too-many"
    MARKS_NOT_ASCENDING = "marks-not-ascending"
