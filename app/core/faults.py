class BadInput(ValueError):
    """Input that cannot be worked with: one sentence that names the place and the rule.

    Misuse, never a decision: a member who may not stand gets a Ruling instead.
    """
