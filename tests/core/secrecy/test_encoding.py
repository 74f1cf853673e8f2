import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    from_base64,
    from_base64url,
    from_crockford,
    parse_canonical,
    parse_json,
    to_base64,
    to_base64url,
    to_crockford,
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
json_values: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda each: st.lists(each) | st.dictionaries(texts, each),
)


def test_context_joins_parts_with_nothing_between() -> None:
    assert context("cast", b"\1\2", b"\3") == b"tellers/1|cast|\1\2\3"


@given(st.binary())
def test_base64url_round_trip(raw: bytes) -> None:
    assert from_base64url(to_base64url(raw)) == raw
    assert from_base64(to_base64(raw), "it") == raw


@pytest.mark.parametrize("text", ["QQ==", "QR", "Q", "Q+", "Q/", "QUI\n", " QUI", "QÜI"])
def test_base64url_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        from_base64url(text)


@pytest.mark.parametrize("text", ["QQ", "QR==", "QQ==\n", "Q-I=", "QÜI="])
def test_base64_that_is_not_canonical_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        from_base64(text, "it")


@given(st.binary(min_size=1, max_size=50))
def test_crockford_round_trip_forgives_how_people_copy(raw: bytes) -> None:
    code = to_crockford(raw)
    copied = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert from_crockford(code, len(raw), "it") == raw
    assert from_crockford(copied, len(raw), "it") == raw


@pytest.mark.parametrize("text", ["000", "00000", "U000", "0*00", "000É"])
def test_crockford_of_wrong_length_or_letter_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        from_crockford(text, 2, "the code")


def test_crockford_with_unused_bits_set_is_refused() -> None:
    assert to_crockford(b"\xff") == "ZW"
    with pytest.raises(Malformed, match="ends in"):
        from_crockford("ZX", 1, "the code")


def test_canonical_orders_names_by_utf16_as_rfc_8785_section_3_2_3() -> None:
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    ordered = ["\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33"]
    parsed = parse_canonical(canonical(dict.fromkeys(names, 0)))
    assert isinstance(parsed, dict)
    assert list(parsed) == ordered


def test_canonical_writes_strings_as_rfc_8785_section_3_2_2() -> None:
    text = '\u20ac$\x0f\nA\'B"\\\\"/'
    assert canonical(text) == '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical(["\b\t\f\r\x7f\x1f", None, True, -1]) == (
        b'["\\b\\t\\f\\r\x7f\\u001f",null,true,-1]'
    )


@given(json_values)
def test_canonical_parses_back_to_the_same_bytes(value: Json) -> None:
    raw = canonical(value)
    assert canonical(parse_canonical(raw)) == raw


@pytest.mark.parametrize(
    "raw",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a": 1}',
        b"[1]\n",
        b"\xef\xbb\xbf[]",
        b"[-0]",
        b"[01]",
        b"[1.0]",
        b"[1e2]",
        b"[9007199254740993]",
        b"[NaN]",
        b'["\\u0041"]',
        b'["\\/"]',
        b'["\\ud800"]',
        b'["\xff"]',
        b"",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_json_that_is_not_its_own_canonical_form_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        parse_canonical(raw)


def test_json_from_the_wire_may_be_spaced_but_never_doubled() -> None:
    assert parse_json(b'{"b": 1, "a": 2}', "it") == {"b": 1, "a": 2}
    with pytest.raises(Malformed, match="twice"):
        parse_json(b'{"a": 1, "a": 2}', "it")


@pytest.mark.parametrize("value", [1.5, b"raw", 2**53 + 1, "\ud800", {"a": [0.0]}])
def test_value_without_a_canonical_form_is_refused(value: Json) -> None:
    with pytest.raises(Malformed):
        canonical(value)
