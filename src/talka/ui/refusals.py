"""How an action says no to a person."""

from django.utils.functional import Promise

Words = str | Promise


class Refusal(Exception):
    """The house will not do what was asked, and tells the person why.

    what: what happened, one sentence. meaning: what it means for the person. advice: what to do next.
    All three are translated strings (lazy ones are rendered in the language of the reader).
    status: the HTTP status of the answer; 409 unless something says it better (403 not allowed,
    410 gone, 429 too often). field: of a form, beside which it is said; empty: above the form.
    """

    def __init__(
        self, what: Words, meaning: Words = "", advice: Words = "", status: int = 409, field: str = ""
    ) -> None:
        super().__init__(what)
        self.what = what
        self.meaning = meaning
        self.advice = advice
        self.status = status
        self.field = field

    def __str__(self) -> str:
        return str(self.what)

    def text(self) -> str:
        """All sentences in one line, for a form error or a log."""
        return " ".join(str(part) for part in (self.what, self.meaning, self.advice) if part)
