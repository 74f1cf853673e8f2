import pytest

from tests.registrar import Registrar
from tests.web.browser import signed_in


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"A": 1, "B": "", "t": 3, "n": 5}',
        b'{"A": "", "A": ""}',
    ],
    ids=["empty", "nested", "list", "lacking", "typed", "twice"],
)
def test_file_that_is_no_opening_keys_is_refused(registrar: Registrar, raw: bytes) -> None:
    browser = signed_in(registrar)
    at = f"/elections/{registrar.election}/ballot"
    browser.get(at)
    answer = browser.post(at, {"box_spki": ""}, files={"opening_keys": ("keys.json", raw)})
    assert answer.status_code == 422
    assert "This is not the opening-keys.json of a ceremony." in answer.text
