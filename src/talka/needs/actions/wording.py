"""How needs and measures are worded, short, because the cards below keep every word; and what a stale form is told."""

from django.utils.translation import gettext as _

from talka.ui.refusals import Refusal

MOST_WORDS = 300


def short(words: str) -> str:
    """The wording in one line. Raises Refusal where it is too long."""
    said = " ".join(words.split())
    if len(said) > MOST_WORDS:
        raise Refusal(
            _("The wording is longer than %(most)s characters.") % {"most": MOST_WORDS},
            _("Nothing was changed."),
            _("Say it shorter; the cards below keep every word."),
            status=422,
        )
    return said


def said(words: str) -> str:
    """As `short`, and not empty."""
    wording = short(words)
    if not wording:
        raise Refusal(_("The wording is empty."), _("Nothing was changed."), status=422)
    return wording


def overtaken(what: str) -> Refusal:
    """For a form that was opened before somebody else changed the same. what: that they did."""
    return Refusal(
        what,
        _("Your changes were not saved; theirs stand."),
        _("Open it anew beside this page and bring both together."),
    )
