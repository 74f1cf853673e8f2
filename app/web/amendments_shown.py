from datetime import datetime

from app.core.secrecy.amendments import Amendment
from app.core.secrecy.encoding import from_base64url, in_groups
from app.documents.dates import in_words

TIMES = {"closes_issue": "Last ballots are issued", "closes_cast": "Voting closes"}


def amendment_in_words(amendment: Amendment, zone: str) -> list[tuple[str, str]]:
    """What an amendment changes and why, as labels and words; app/client/officer says the same."""
    body = amendment.body
    words = [
        (label, in_words(datetime.fromisoformat(str(body[name])), zone))
        for name, label in TIMES.items()
        if name in body
    ]
    if "client_sha256" in body:
        digest = from_base64url(str(body["client_sha256"]), "client_sha256")
        words.append(("The ballot page’s fingerprint", in_groups(digest)))
    counts = body.get("eligible", ())
    words += [
        (f"May vote in group {each['group_id']}", str(each["eligible"]))
        for each in (counts if isinstance(counts, list | tuple) else ())
        if isinstance(each, dict)
    ]
    return [*words, ("Why", str(body["reason"]))]
