from app.core.ruling import Finding, Ruling


def test_ruling_with_one_finding_unmet_is_refused() -> None:
    met = Finding("H1", True, "Local 99 Bylaws Art. II", "An active member.")
    unmet = Finding("H7", False, "Local 99 Bylaws Art. III s.6", "Lives in another district.")
    assert Ruling((met,)).granted
    assert not Ruling((met, unmet)).granted
