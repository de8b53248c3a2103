"""What the choices of the files are called on screen."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from talka.ui.refusals import Words

from .register import Answer, CheckedBy, Kind

KINDS: dict[Kind, Words] = {
    Kind.PRODUCTION: _("Providing a service together"),
    Kind.ADMINISTRATION: _("Administering together"),
    Kind.TRADE: _("Buying and selling"),
    Kind.PLANNING: _("Planning and developing together"),
}
ANSWERS: dict[Answer, Words] = {
    Answer.YES: pgettext_lazy("can a form of cooperation do it", "yes"),
    Answer.PARTLY: pgettext_lazy("can a form of cooperation do it", "partly"),
    Answer.NO: pgettext_lazy("can a form of cooperation do it", "no"),
}
CHECKERS: dict[CheckedBy, Words] = {
    CheckedBy.EDITORS: pgettext_lazy("who checked it against the law", "the editors of Talka"),
    CheckedBy.LAWYER: pgettext_lazy("who checked it against the law", "a lawyer"),
}
