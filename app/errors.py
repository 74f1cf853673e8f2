"""What can go wrong between a person and the service; app/web words it, nothing here knows HTTP."""


class TellersError(Exception):
    """Base of the errors a person can cause; the message is one sentence."""


class NotFound(TellersError):
    """Nothing of that name exists, or the asker may not know that it does."""


class NotSignedIn(TellersError):
    """Nobody is signed in, or the sign-in was refused; the message does not say who exists."""


class NotPermitted(TellersError):
    """The asker's role, or the want of a sign-in, forbids the act."""


class OutOfTurn(TellersError):
    """The act is right, but not at this stage of the election."""


class AlreadyDone(TellersError):
    """The act was done before and cannot be done twice."""


class TooSoon(TellersError):
    """Too many wrong tries came before this one, which is not looked at; it may wait or ask."""


class Unavailable(TellersError):
    """A part that the act needs does not answer now; the same request may be tried again."""
