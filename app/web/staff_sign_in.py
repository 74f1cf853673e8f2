from app.actions import sign_in
from app.actions.passwords import is_password
from app.actions.sign_in import SignIn, password_to_check, sign_out_staff
from app.settings import raw
from app.web.house import House


def sign_in_staff(house: House, email: str, password: str, *, instead_of: str = "") -> SignIn:
    """Signs a staff member in, and out of the session of the token that it is `instead_of`.

    The slow look at the password lies between two transactions, so that many of them at once
    hold up nobody's vote; what it was worth is decided, and counted, in the second.
    """
    key, now = raw(house.settings.code_key), house.wall_clock()
    with house.database.reading() as session:
        stored = password_to_check(session, email, key=key, now=now)
    matched = stored if is_password(password, stored) else None
    with house.database.writing() as session:
        signed_in = sign_in.sign_in_staff(session, email, matched, key=key, now=now)
        if signed_in.token is not None:
            sign_out_staff(session, instead_of)
    return signed_in
