"""What is an address of a website or of e-mail: for columns of tables (`Column.check`) and for links that are kept."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Refusal, Words


def email_fault(value: object) -> Words | None:
    """What is wrong with an e-mail address; None where it is right."""
    try:
        validate_email(str(value))
    except ValidationError:
        return _("This is not an e-mail address.")
    return None


def website_fault(value: object) -> Words | None:
    """What is wrong with an address of a website; None where it is right."""
    try:
        URLValidator(schemes=["http", "https"])(str(value))
    except ValidationError:
        return _("This is not an address of a website; it begins with https://.")
    return None


def checked_website(link: str) -> str:
    """The same address. Raises Refusal for what is none."""
    fault = website_fault(link)
    if fault is not None:
        raise Refusal(fault, _("Nothing was changed."), status=422)
    return link
