"""A workbook as CSV, read in a process of its own.

The reader of workbooks asks for as much memory as a file says it needs, and a file of a few
kilobytes can say that it needs more than there is: then it is this process that ends.
"""

import csv
import io
import re
import resource
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from xml.etree import ElementTree

BEGINS = b"PK\x03\x04"
BEGINS_OLD = b"\xd0\xcf\x11\xe0"
MEMORY = 3 << 30
SECONDS = 120
REFUSED = 3
WHOLE = 1 << 53  # beyond it a workbook's numbers are no longer exact
FORMULA = re.compile(rb'<(?:\w+:)?c\s(?:[^<>]*?\s)?r="([A-Z]+)([0-9]+)"[^<>]*>\s*<(?:\w+:)?f[\s>/]')


class NoWorkbook(ValueError):
    """The bytes are no workbook that can be read; the sentence says why."""


def is_workbook(content: bytes) -> bool:
    """Whether a file begins as workbooks do, also those of the old kind."""
    return content.startswith((BEGINS, BEGINS_OLD))


def as_text(content: bytes) -> str:
    """The text of a CSV file, or of a workbook's first sheet as CSV."""
    return (as_csv(content) if is_workbook(content) else content).decode("utf-8-sig")


def as_csv(content: bytes) -> bytes:
    """The first sheet of an XLSX workbook as CSV, a line for each row; NoWorkbook says why not."""
    if content.startswith(BEGINS_OLD):
        raise NoWorkbook("this is a workbook of the old kind; save it as XLSX or CSV UTF-8")
    child = subprocess.run(
        [sys.executable, "-m", "app.documents.workbook"],
        input=content,
        capture_output=True,
        check=False,
    )
    if child.returncode == REFUSED:
        raise NoWorkbook(child.stderr.decode().strip())
    if child.returncode:
        raise NoWorkbook("the workbook is damaged or too large; save it as CSV UTF-8")
    return child.stdout


def main() -> None:
    """Reads a workbook from the standard input and writes its first sheet as CSV."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        _refuse_formulas(content)
        text = "".join(_lines(_rows(content)))
    except NoWorkbook as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(REFUSED)
    sys.stdout.buffer.write(text.encode())


def _rows(content: bytes) -> Iterator[Sequence[object]]:
    """The rows of the first sheet, empty ones too; the library is needed in this process alone."""
    import python_calamine

    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
    except python_calamine.PasswordError as fault:
        raise NoWorkbook("the workbook has a password; save it without one") from fault
    yield from sheet.iter_rows()


def _lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    line = io.StringIO(newline="")
    writer = csv.writer(line, lineterminator="\n")
    for number, row in enumerate(rows, 1):
        cells = [_written(cell) for cell in row]
        for cell in cells:
            if "\n" in cell or "\r" in cell:
                raise NoWorkbook(f"row {number}: a cell has more than one line")
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _written(cell: object) -> str:
    """A cell as the roll's file format writes it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < WHOLE:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time.min:
        return cell.date().isoformat()
    return str(cell)


def _refuse_formulas(content: bytes) -> None:
    """A formula may have no value in the file, or an old one: only values are taken."""
    try:
        with (
            zipfile.ZipFile(io.BytesIO(content)) as parts,
            parts.open(_first_sheet(parts)) as sheet,
        ):
            found = FORMULA.search(sheet.read())
    except (zipfile.BadZipFile, KeyError, ElementTree.ParseError) as fault:
        raise NoWorkbook("the workbook is damaged; save it as CSV UTF-8") from fault
    if found:
        cell = (found[1] + found[2]).decode()
        raise NoWorkbook(f"cell {cell} holds a formula; paste its value in its place")


def _first_sheet(parts: zipfile.ZipFile) -> str:
    """The path of the first sheet in the workbook's parts."""
    book, links = (
        ElementTree.fromstring(parts.read(part))  # noqa: S314 - memory and time are bounded here
        for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    sheet = next(each for each in book.iter() if each.tag.endswith("}sheet"))
    wanted = next(value for name, value in sheet.attrib.items() if name.endswith("}id"))
    target = next(each.attrib["Target"] for each in links if each.attrib["Id"] == wanted)
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


if __name__ == "__main__":
    main()
