import json
from typing import Any

import pytest
from rehearsal.workbooks import workbook

from tests.registrar import Registrar, roll_files
from tests.web.browser import FormBrowser

FOREIGN = (
    b"ID,Given,Surname,kind,in_bargaining_unit,County,Shoe size\n"
    b"1,Ana,Garza,active,yes,Lane,42\n2,Bo,Li,active,yes,Polk,41\n"
)
STANDING = b"member_number,from,to,status\n1,2020-01-01,,good\n2,2020-01-01,,good\n"
CHOSEN = {"id": "member_number", "given": "first_name", "surname": "last_name", "shoe_size": "-"}


@pytest.fixture
def new(registrar: Registrar) -> Registrar:
    """The registrar with a second election, which has no roll yet."""
    return registrar.create()


@pytest.fixture
def browser(new: Registrar) -> FormBrowser:
    browser = FormBrowser(new)
    email = next(
        each for each in new.passwords if each.startswith("chair") and new.election[:8] in each
    )
    browser.sign_in(email, new.passwords[email])
    return browser


def upload(browser: FormBrowser, new: Registrar, roll: bytes, standing: bytes = STANDING) -> Any:
    files = {"roll": ("roll", roll), "standing": ("standing", standing)}
    return browser.post(f"/elections/{new.election}/roll", {}, files=files)


def page(browser: FormBrowser, new: Registrar) -> str:
    return browser.get(f"/elections/{new.election}/roll").text


def test_columns_that_nobody_knows_are_named_and_then_imported(
    browser: FormBrowser, new: Registrar
) -> None:
    assert upload(browser, new, FOREIGN).status_code == 303
    asked = page(browser, new)
    assert "4 columns are not known" in asked
    assert 'name="roll:surname"' in asked
    assert 'value="last_name"' in asked
    assert 'value="kind"' not in asked
    assert 'name="digest"' not in asked
    chosen = {f"roll:{name}": column for name, column in CHOSEN.items()}
    assert browser.post(f"/elections/{new.election}/roll/columns", chosen).status_code == 303
    shown = page(browser, new)
    assert "Import these 2 members" in shown
    assert "Ana Garza" in shown
    digest = shown.split('name="digest" value="')[1][:64]
    browser.post(f"/elections/{new.election}/roll/import", {"digest": digest})
    assert "2 members are on the roll" in page(browser, new)


def test_columns_left_without_a_name_are_asked_for_again(
    browser: FormBrowser, new: Registrar
) -> None:
    upload(browser, new, FOREIGN)
    browser.post(
        f"/elections/{new.election}/roll/columns", {"roll:id": "member_number", "roll:given": ""}
    )
    assert "3 columns are not known" in page(browser, new)


def test_named_columns_with_a_wrong_row_are_refused_with_its_line(
    browser: FormBrowser, new: Registrar
) -> None:
    upload(browser, new, FOREIGN.replace(b"Polk", b"Atlantis"))
    page(browser, new)
    chosen = {f"roll:{name}": column for name, column in CHOSEN.items()}
    answer = browser.post(f"/elections/{new.election}/roll/columns", chosen)
    assert answer.status_code == 422
    assert "roll.csv, line 3, county" in answer.text
    assert "4 columns are not known" in page(browser, new)


def test_column_of_no_file_and_columns_without_a_file_are_refused(
    browser: FormBrowser, new: Registrar
) -> None:
    page(browser, new)
    columns = f"/elections/{new.election}/roll/columns"
    assert browser.post(columns, {"roll:id": "member_number"}).status_code == 404
    upload(browser, new, FOREIGN)
    page(browser, new)
    assert browser.post(columns, {"roll:id": "shoe"}).status_code == 422
    assert browser.post(columns, {"password:id": "shoe"}).status_code == 303


def test_workbook_is_taken_by_the_page(browser: FormBrowser, new: Registrar) -> None:
    rows = [line.split(",") for line in FOREIGN.decode().splitlines()]
    rows[0] = [
        "member_number",
        "First name",
        "last_name",
        "kind",
        "in_bargaining_unit",
        "county",
        "-",
    ]
    assert upload(browser, new, workbook(*rows)).status_code == 303
    assert "Import these 2 members" in page(browser, new)


def test_damaged_workbook_is_refused_by_the_page(browser: FormBrowser, new: Registrar) -> None:
    page(browser, new)
    answer = upload(browser, new, b"PK\x03\x04 and no more")
    assert answer.status_code == 422
    assert "the workbook is damaged" in answer.text


def test_api_takes_workbooks_and_names_of_columns(new: Registrar) -> None:
    files = {"roll": ("roll.csv", FOREIGN), "standing": ("standing.csv", STANDING)}
    unnamed = new.http.post(new.at("roll"), files=files, headers=new.chair)
    assert unnamed.status_code == 422
    form = {"columns": json.dumps({"roll": CHOSEN})}
    answer = new.http.post(new.at("roll"), files=files, data=form, headers=new.chair)
    assert answer.status_code == 201
    assert answer.json()["members"] == 2


@pytest.mark.parametrize("columns", ["{", '{"roll": 1}', '{"roll": {"id": "shoe"}}'])
def test_api_refuses_names_that_are_none(new: Registrar, columns: str) -> None:
    files = {"roll": ("roll.csv", FOREIGN), "standing": ("standing.csv", STANDING)}
    answer = new.http.post(
        new.at("roll"), files=files, data={"columns": columns}, headers=new.chair
    )
    assert answer.status_code == 422
    assert new.upload_roll(roll_files()).status_code == 201
