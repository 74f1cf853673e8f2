import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.documents.columns import LEFT_OUT, column_names
from app.documents.workbook import NoWorkbook, as_text

# Characters that show nothing or turn the direction of what follows: two names that look alike
# could differ by them. The fillers are letters by their category.
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
LONGEST_CELL = 300
SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2007\u2009\u202f\u205f\u3000"), " ")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one cell; `column` is "" where it is the whole line."""

    file: str
    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f", {self.column}" if self.column else ""
        return f"{self.file} line {self.line}{where}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file by column name, with the line it starts on."""

    file: str
    line: int
    cells: dict[str, str]
    faults: list[RowError] = field(compare=False)

    def refuse(self, column: str, sentence: str) -> None:
        """Notes what is wrong with a cell."""
        self.faults.append(RowError(self.file, self.line, column, sentence))


def rows_of(
    file: str,
    content: bytes,
    known: Sequence[str],
    required: Sequence[str],
    faults: list[RowError],
) -> Iterator[Row]:
    """The rows of a UTF-8 CSV file with one header row; what is wrong is added to `faults`.

    A workbook (XLSX) is read as the CSV of its first sheet. A byte order mark and any line ends
    are accepted, empty lines and columns named LEFT_OUT passed over, cells stripped of space at
    their ends and put into the composed form (NFC).
    """
    text = _decoded(file, content, faults)
    if text is None:
        return
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    before = 0
    try:
        for cells in lines:
            line, before = before + 1, lines.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = column_names(cells)
                if not _header_is_right(file, line, header, known, required, faults):
                    return
            elif len(cells) < len(header) or any(map(str.strip, cells[len(header) :])):
                counts = f"{len(cells)} cells, but the header has {len(header)}"
                faults.append(RowError(file, line, "", f"the row has {counts}"))
            else:
                row = Row(file, line, {}, faults)
                row.cells.update(zip(header, map(str.strip, cells), strict=False))
                row.cells.pop(LEFT_OUT, None)
                _check_cells(row)
                yield row
    except csv.Error as fault:
        faults.append(RowError(file, before + 1, "", f"this is not valid CSV ({fault})"))
    if header is None:
        faults.append(RowError(file, 1, "", "the file is empty; a header row is needed"))


def _decoded(file: str, content: bytes, faults: list[RowError]) -> str | None:
    try:
        text = as_text(content)
    except NoWorkbook as fault:
        faults.append(RowError(file, 1, "", str(fault)))
        return None
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        faults.append(RowError(file, line, "", "the file is not UTF-8; save it as CSV UTF-8"))
        return None
    return unicodedata.normalize("NFC", text).translate(SPACES)


def _header_is_right(
    file: str,
    line: int,
    header: list[str],
    known: Sequence[str],
    required: Sequence[str],
    faults: list[RowError],
) -> bool:
    wrong = []
    for name in header:
        if name == LEFT_OUT:
            continue
        if name not in known:
            wrong.append((name, _unknown(name, header, known)))
        elif header.count(name) > 1:
            wrong.append((name, "the column stands twice"))
    wrong += [(name, "the column is missing") for name in required if name not in header]
    faults += [RowError(file, line, name, sentence) for name, sentence in dict(wrong).items()]
    return not wrong


def _unknown(name: str, header: Sequence[str], known: Sequence[str]) -> str:
    if len(header) == 1 and (";" in name or "\t" in name):
        return "the cells are separated by semicolons or tabs; save the file with commas"
    return f"unknown column {name!r}; known are {', '.join(known)}"


def _check_cells(row: Row) -> None:
    for column, cell in row.cells.items():
        if len(cell) > LONGEST_CELL:
            row.refuse(column, f"the text is longer than {LONGEST_CELL} characters")
        if not cell.isprintable() or not FILLERS.isdisjoint(cell):
            for char in cell:
                if char in FILLERS or unicodedata.category(char) in UNSEEN:
                    row.refuse(column, f"U+{ord(char):04X} is a character that cannot be seen")
                    break
