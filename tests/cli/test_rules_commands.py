import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app, main

RUN = CliRunner()
PROFILE = ["--profile", "homecare_local_99"]
FACTS = {
    "act": "stand",
    "on": "2028-02-01",
    "contest": "director-polk-yamhill",
    "member": {
        "member_number": "7",
        "first_name": "Ana",
        "last_name": "Garza",
        "county": "Polk",
        "state": "OR",
        "kind": "active",
        "in_bargaining_unit": "yes",
        "steward": "homecare; personal_support",
        "steward_since": "2027-01-01",
        "birth_year": "1971",
        "district": "",
    },
    "standing": [{"member_number": "7", "from": "2020-01-01", "to": "", "status": "good"}],
    "offices": [],
    "employment": [],
    "accepted": ["president"],
    "waivers": [],
    "committee": False,
    "attested": True,
}


def facts(tmp_path: Path, **changes: object) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS | changes), "utf-8")
    return str(path)


def ruling(tmp_path: Path, **changes: object) -> dict[str, object]:
    told = RUN.invoke(app, ["ruling", *PROFILE, "--input", facts(tmp_path, **changes), "--json"])
    assert told.exit_code == 0
    answer: dict[str, object] = json.loads(told.stdout)
    return answer


def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str
) -> str:
    monkeypatch.setattr("sys.argv", ["tellers", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    return told.err


def test_contests_lists_all_with_their_seats() -> None:
    told = RUN.invoke(app, ["contests", *PROFILE, "--granted-delegates", "167", "--json"])
    listed = json.loads(told.stdout)
    assert len(listed) == 38
    assert listed[-1]["seats"] == 122
    assert json.loads(RUN.invoke(app, ["contests", *PROFILE, "--json"]).stdout)[-1]["seats"] is None


def test_contests_as_a_table_ends_with_the_sums() -> None:
    told = RUN.invoke(app, ["contests", *PROFILE])
    assert told.stdout.splitlines()[-1] == "38 contests, 56 seats"
    assert "Director, Columbia or Clatsop County [director-columbia-clatsop]" in told.stdout


def test_contests_with_a_roll_counts_the_electorates(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("member_number,first_name,last_name,kind,county\n1,A,B,active,Lake\n", "utf-8")
    told = RUN.invoke(app, ["contests", *PROFILE, "--roll", str(roll)])
    assert "voted on by District 6 (1 member)" in told.stdout
    assert "voted on by District 1 (0 members)" in told.stdout


def test_ruling_grants_with_findings(tmp_path: Path) -> None:
    answer = ruling(tmp_path)
    assert answer["granted"] is True
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert {"rule", "met", "cite", "facts", "says"} == set(findings[0])


def test_ruling_refuses_with_exit_0(tmp_path: Path) -> None:
    answer = ruling(tmp_path, contest="director-marion", accepted=None)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert [row["rule"] for row in findings if not row["met"]] == ["H15"]
    assert ruling(tmp_path, act="vote", contest=None)["granted"] is True
    assert ruling(tmp_path, act="vote", contest="director-marion")["granted"] is True
    assert ruling(tmp_path, act="vote", contest="director-lane")["granted"] is False


@pytest.mark.parametrize(
    ("home", "missing"),
    [({"county": ""}, "county"), ({"state": "WA", "county": "Clark"}, "district")],
)
def test_fact_that_is_missing_is_named_as_the_roll_calls_it(
    tmp_path: Path, home: dict[str, str], missing: str
) -> None:
    member = {**FACTS["member"], **home}  # type: ignore[dict-item]
    answer = ruling(tmp_path, contest="bargaining-district-3", member=member)
    findings = answer["findings"]
    assert isinstance(findings, list)
    assert [row["facts"]["missing"] for row in findings if not row["met"]] == [missing]


def test_ruling_in_plain_words_names_each_clause(tmp_path: Path) -> None:
    told = RUN.invoke(app, ["ruling", *PROFILE, "--input", facts(tmp_path, committee=True)])
    assert told.stdout.startswith("Refused.\n")
    assert "NOT MET H3: The member is on the elections committee" in told.stdout
    assert "Local 99 Bylaws Art. III s.2(b)" in told.stdout
    assert "What can be done about H3: Leave the elections committee first" in told.stdout


def test_contests_of_chapters_are_counted_from_the_roll(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    rows = "".join(f"{number},A,B,active,Public Safety\n" for number in range(301))
    header = "member_number,first_name,last_name,kind,chapter\n"
    roll.write_text(header + rows.replace("Public Safety", "public-safety"), "utf-8")
    told = RUN.invoke(app, ["contests", "--profile", "local_509", "--roll", str(roll)])
    assert "public-safety: 301 members, give 1 for full portions of 200 and 1" in told.stdout
    assert told.stdout.splitlines()[-1] == "    17 seats in all"


def test_apportionment_without_a_roll_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(monkeypatch, capsys, "contests", "--profile", "local_509")
    assert "apportions seats by the roll: name it with --roll" in told


def test_apportion_shows_seats_and_working() -> None:
    asked = ["apportion", "--profile", "local_509", "--rule", "jeb", "--members", "301"]
    told = json.loads(RUN.invoke(app, [*asked, "--json"]).stdout)
    assert (told["members"], told["seats"]) == (301, 2)
    assert RUN.invoke(app, asked).stdout == f"{told['working']} seats\n"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"act": "sing"}, 'facts.act must be "stand" or "vote"'),
        ({"on": "2028-02-30"}, "facts.on: '2028-02-30' is not a day of the calendar"),
        ({"on": None}, "facts.on is missing"),
        ({"contest": None}, "facts.contest is missing"),
        ({"contest": "king"}, "facts.contest names 'king', which is no contest"),
        ({"accepted": ["king"]}, "facts.accepted[1] names 'king'"),
        ({"accepted": "king"}, "facts.accepted must be a list"),
        ({"colour": "red"}, "facts has an unknown field: colour"),
        ({"committee": 1}, "facts.committee must be true or false"),
        ({"member": []}, "facts.member must be a JSON object"),
        ({"member": {"kind": "lively"}}, "facts.member.kind: 'lively' must be one of active"),
        ({"member": {"shoe": 42}}, "facts.member has an unknown field: shoe"),
        ({"member": {"county": "Clark"}}, "'Clark' is not a county of this local"),
        ({"member": {"county": "Lane", "district": 5}}, "Lane is in District 4"),
        (
            {"member": {"steward_since": "2027-01-01", "steward": "none"}},
            "facts.member.steward_since: a day stands here, but steward names no kind",
        ),
        (
            {"member": {"state": "WA", "county": "Clark", "district": 12}},
            "facts.member.district: there is no District 12",
        ),
        ({"member": {"district": "five"}}, "facts.member.district must be a whole number"),
        ({"member": {"district": "9" * 5000}}, "facts.member.district must be a whole number"),
        ({"member": {"steward": "chief"}}, "facts.member.steward: 'chief' must be none, or"),
        ({"member": {"city": 7}}, "facts.member.city must be a text"),
        ({"member": {"in_bargaining_unit": "perhaps"}}, "must be true or false"),
        ({"member": {"steward": ["homecare", "chief"]}}, "'homecare; chief' must be none, or"),
        ({"waivers": [{"unit": "dta", "granted_by": "SEIU"}]}, "facts.waivers[1].on is missing"),
        (
            {"employment": [{"semester": "2027-fall", "classes": -1, "expected": True}]},
            "facts.employment[1].classes must be a whole number from 0",
        ),
        (
            {
                "offices": [
                    {
                        "office": "president",
                        "term_start": "2024-05-01",
                        "full_term": True,
                        "how": "born",
                    }
                ]
            },
            "facts.offices[1].how must be one of elected, declared, appointed",
        ),
        (
            {"standing": [{"from": "2020-01-01", "status": "good"}] * 2},
            "facts.standing: The standing from 2020-01-01 overlaps the one from 2020-01-01",
        ),
        (
            {
                "offices": [
                    {
                        "office": "president",
                        "term_start": "2026-05-01",
                        "term_end": "2024-05-01",
                        "full_term": True,
                        "how": "elected",
                    }
                ]
            },
            "facts.offices[1]: the term ends before it starts",
        ),
    ],
)
def test_facts_that_are_wrong_are_refused_with_the_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, object],
    sentence: str,
) -> None:
    told = refused(
        monkeypatch, capsys, "ruling", *PROFILE, "--input", facts(tmp_path, **changes), "--json"
    )
    assert sentence in told


@pytest.mark.parametrize("written", ["[" * 100_000, '{"act": ' + "9" * 5000 + "}", '{"act": '])
def test_facts_that_are_no_json_to_be_read_are_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    written: str,
) -> None:
    file = tmp_path / "facts.json"
    file.write_text(written)
    told = refused(monkeypatch, capsys, "ruling", *PROFILE, "--input", str(file))
    assert "The facts are not valid JSON in UTF-8" in told


def test_files_and_profiles_that_are_not_there_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = str(tmp_path / "gone.json")
    assert "cannot be read" in refused(monkeypatch, capsys, "ruling", *PROFILE, "--input", gone)
    assert "no profile 'x'" in refused(monkeypatch, capsys, "contests", "--profile", "x")
    (tmp_path / "gone.json").write_text("{", "utf-8")
    assert "not valid JSON" in refused(monkeypatch, capsys, "ruling", *PROFILE, "--input", gone)


def test_calendar_lists_dates_checks_them_and_writes_a_file(tmp_path: Path) -> None:
    ics = tmp_path / "dates.ics"
    asked = ["calendar", *PROFILE, "--anchor", "2028-05-01"]
    told = RUN.invoke(app, [*asked, "--ics", str(ics)])
    assert "2028-03-29  Voting opens (decision 0011)" in told.stdout
    assert "All rules are kept." in told.stdout
    assert b"DTSTART;VALUE=DATE:20280329" in ics.read_bytes()
    late = json.loads(RUN.invoke(app, [*asked[:-1], "2027-05-01", "--json"]).stdout)
    assert [row["rule"] for row in late["check"]["findings"] if not row["met"]] == ["H2"]


def test_exclusions_count_whom_each_rule_shuts_out(tmp_path: Path) -> None:
    (tmp_path / "roll.csv").write_text(
        "member_number,first_name,last_name,kind,in_bargaining_unit,county\n"
        "1,A,B,active,yes,Lake\n2,C,D,active,no,Lake\n",
        "utf-8",
    )
    (tmp_path / "standing.csv").write_text(
        "member_number,from,to,status\n1,2020-01-01,,good\n2,2020-01-01,,good\n", "utf-8"
    )
    asked = ["exclusions", *PROFILE, "--on", "2028-02-01"]
    for name in ("roll", "standing"):
        asked += [f"--{name}", str(tmp_path / f"{name}.csv")]
    told = RUN.invoke(app, asked).stdout
    assert told.startswith("2 on the roll\nstand  every contest: H1 shuts out 1 ")
    assert "director-klamath-lake: 1 may vote, 1 may stand" in told
    counted = json.loads(RUN.invoke(app, [*asked, "--json"]).stdout)
    assert counted["may_stand"]["president"] == 1


def test_days_and_folders_that_are_wrong_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["calendar", *PROFILE, "--anchor"]
    assert "--anchor: '2028-5-1' must be a date" in refused(monkeypatch, capsys, *asked, "2028-5-1")
    nowhere = str(tmp_path / "none" / "dates.ics")
    told = refused(monkeypatch, capsys, *asked, "2028-05-01", "--ics", nowhere)
    assert "cannot be written" in told


def test_profile_is_shown_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = RUN.invoke(app, ["profile", "show", "lmrda_baseline"]).stdout
    assert "29 USC 481(e)" in told
    assert "no profile 'dog'" in refused(monkeypatch, capsys, "profile", "show", "dog")


def test_petition_is_counted_against_the_roll(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    roll = "".join(f"{number},Ana,Lopez{number},active,yes\n" for number in range(1, 21))
    good = "".join(f"{number},2020-01-01,,good\n" for number in range(1, 21))
    files = {
        "roll": "member_number,first_name,last_name,kind,in_bargaining_unit\n" + roll,
        "standing": "member_number,from,to,status\n" + good,
        "signers": "member_number,name\n1,Ana Lopez1\n2,Ana Lopez2\n,Ana Lopez3\n",
    }
    asked = ["petition", *PROFILE, "--petition", "removal", "--on", "2028-02-01"]
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
        asked += [f"--{name}", str(tmp_path / name)]
    told = RUN.invoke(app, asked).stdout
    assert told.startswith("line 4: near: perhaps 3\n1 near, 2 valid\nEnough have signed.\n")
    matches = json.loads(RUN.invoke(app, [*asked, "--json"]).stdout)["matches"]
    assert matches[0] == {"line": 2, "outcome": "valid", "member": "1", "near": []}
    (tmp_path / "signers").write_text("number,name\n1,Ana\n", "utf-8")
    told = refused(monkeypatch, capsys, *asked)
    assert "The petition was not taken: 2 places are wrong" in told
    told = refused(monkeypatch, capsys, *asked[:4], "picnic", *asked[5:])
    assert "no petition 'picnic'; it has: removal" in told


def test_ruling_of_local_509_reads_every_kind_of_fact(tmp_path: Path) -> None:
    changes: dict[str, object] = {
        "on": "2028-10-14",
        "contest": "higher-education-board-tufts-unit",
        "member": {
            "kind": "active",
            "chapter": "Higher Education Chapter",
            "bargaining_unit": "Tufts Unit",
        },
        "standing": [{"from": "2028-09-01", "status": "good", "note": "new"}],
        "employment": [{"semester": "2028-fall", "classes": "1", "expected": "yes"}],
        "accepted": [],
        "waivers": [{"unit": "Tufts Unit", "granted_by": "SEIU", "on": "2028-09-02"}],
    }
    path = facts(tmp_path, **changes)
    told = RUN.invoke(app, ["ruling", "--profile", "local_509", "--input", path, "--json"])
    assert json.loads(told.stdout)["granted"] is True
    elsewhere = facts(tmp_path, **(changes | {"member": {"chapter": "Dog Walkers"}}))
    told = RUN.invoke(app, ["ruling", "--profile", "local_509", "--input", elsewhere])
    assert "'Dog Walkers' is no chapter of this local" in str(told.exception)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {
                "offices": [
                    {
                        "office": "president",
                        "unit": "Dog Walkers",
                        "term_start": "2024-12-15",
                        "full_term": True,
                        "how": "elected",
                    }
                ]
            },
            "facts.offices[1].unit: 'Dog Walkers' is no chapter of this local.",
        ),
        (
            {"employment": [{"semester": "2027-winter", "classes": 1, "expected": True}]},
            "facts.employment[1].semester: The semester '2027-winter' must be a year and one of",
        ),
        ({"member": {"chapter": "dta", "region": "Region 9"}}, "facts.member.region: 'Region 9'"),
    ],
)
def test_facts_of_local_509_that_are_wrong_are_refused_with_the_place(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    changes: dict[str, object],
    sentence: str,
) -> None:
    changes = {"contest": "president", "accepted": [], "member": {"chapter": "dta"}} | changes
    asked = ["ruling", "--profile", "local_509", "--input", facts(tmp_path, **changes)]
    assert sentence in refused(monkeypatch, capsys, *asked)


@pytest.mark.parametrize(
    "unit", ["", "Local 509", "SEIU Local 509", "dta", "Department of Transitional Assistance"]
)
def test_offices_name_their_unit_as_people_do(tmp_path: Path, unit: str) -> None:
    held = {"office": "president", "unit": unit, "term_start": "2021-12-15"}
    held |= {"term_end": "2024-12-14", "full_term": "yes", "how": "elected"}
    path = facts(
        tmp_path,
        contest="treasurer",
        accepted=[],
        offices=[held],
        member={"kind": "active", "chapter": "dta"},
    )
    told = RUN.invoke(app, ["ruling", "--profile", "local_509", "--input", path, "--json"])
    assert json.loads(told.stdout)["granted"] is True


def test_unit_without_an_agreement_has_temporary_members_without_a_vote(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    head = "member_number,first_name,last_name,kind,chapter,bargaining_unit\n"
    row = "{},Ana,Lee,active,Higher Education Chapter,New College\n"
    roll.write_text(head + "".join(row.format(number) for number in range(150)), "utf-8")
    asked = ["contests", "--profile", "local_509", "--roll", str(roll), "--json"]
    told = RUN.invoke(app, [*asked, "--temporary-unit", "new-college"])
    found = {each["id"]: each["seats"] for each in json.loads(told.stdout)}
    assert found["higher-education-temporary-new-college"] == 1
    assert "higher-education-board-new-college" not in found
    usual = {each["id"] for each in json.loads(RUN.invoke(app, asked).stdout)}
    assert "higher-education-board-new-college" in usual


def test_temporary_unit_that_is_on_no_roll_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    roll = tmp_path / "roll.csv"
    roll.write_text("member_number,first_name,last_name,kind\n1,Ana,Lee,active\n", "utf-8")
    asked = ("contests", "--profile", "local_509", "--roll", str(roll))
    told = refused(monkeypatch, capsys, *asked, "--temporary-unit", "nowhere")
    assert "nobody on the roll is of a unit 'nowhere'" in told
