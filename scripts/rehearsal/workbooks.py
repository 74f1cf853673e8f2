"""Workbooks made cell by cell, as small as a spreadsheet program could write them."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DAY_ONE = date(1899, 12, 30)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLUMNS = [*LETTERS, *(one + other for one in LETTERS for other in LETTERS)]


def workbook(*rows: Sequence[object], at: int = 1) -> bytes:
    """An XLSX workbook with these rows from row `at` on; a text that begins with = is a formula."""
    lines = "".join(_row(number, row) for number, row in enumerate(rows, at))
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Roll" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    kinds = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="application/vnd.openxmlformats-'
        f'officedocument.spreadsheetml.{kind}+xml"/>'
        for part, kind in [
            ("workbook", "sheet.main"),
            ("worksheets/s", "worksheet"),
            ("styles", "styles"),
        ]
    )
    kinds += (
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for number, (kind, path) in enumerate(
            [("worksheet", "worksheets/s.xml"), ("styles", "styles.xml")], 1
        )
    )
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(
            "[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types">{kinds}</Types>'
        )
        parts.writestr(
            "_rels/.rels",
            _links(
                f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            ),
        )
        parts.writestr("xl/workbook.xml", book)
        parts.writestr("xl/_rels/workbook.xml.rels", _links(links))
        parts.writestr("xl/styles.xml", styles)
        parts.writestr("xl/worksheets/s.xml", sheet)
    return content.getvalue()


def _links(links: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _row(number: int, cells: Sequence[object]) -> str:
    columns = zip(COLUMNS, cells, strict=False)
    written = "".join(_cell(f"{column}{number}", cell) for column, cell in columns)
    return f'<row r="{number}">{written}</row>'


def _cell(at: str, cell: object) -> str:
    match cell:
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case int() | float():
            return f'<c r="{at}"><v>{cell}</v></c>'
        case date():
            days = (cell - DAY_ONE).days
            return f'<c r="{at}" s="1"><v>{days}</v></c>'
        case str() if cell.startswith("="):
            return f'<c r="{at}"><f>{escape(cell[1:])}</f></c>'
        case _:
            return f'<c r="{at}" t="inlineStr"><is><t>{escape(str(cell))}</t></is></c>'
