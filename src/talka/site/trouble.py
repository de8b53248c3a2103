"""What stands in the way of an operator's command: said in plain words with what to do, never as a traceback."""


class Trouble(Exception):
    """A command cannot go on. `what` is one sentence; `advice` says how to get further."""

    def __init__(self, what: str, advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what}\n  {self.advice}" if self.advice else self.what
