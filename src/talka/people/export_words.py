"""Names of rooms, tables and columns in an export, as a person would say them; what is not listed stands as it is."""

from django.utils.translation import gettext_lazy as _

from talka.ui.refusals import Words

WORDS: dict[str, Words] = {
    # rooms
    "people": _("Personal data"),
    "programmes": _("Programmes"),
    "events": _("Events"),
    "workshops": _("Group work"),
    "needs": _("Needs and proposals"),
    "letters": _("Letters"),
    "account": _("Account"),
    "mfa": _("Passkeys"),
    "decisions": _("Calculations"),
    "results": _("Results and reports"),
    # tables
    "person": _("The person"),
    "consents": _("Consents"),
    "passkeys": _("Passkeys"),
    "earlier_versions": _("Earlier versions"),
    "roles": _("Roles"),
    "registrations": _("Registrations for events"),
    "invitations": _("Invitations"),
    "attendance": _("Attendance"),
    "certificates": _("Certificates"),
    "cards": _("Cards"),
    "answers": _("Answers"),
    "values": _("Values entered for indicators"),
    "reports": _("Reports handed in"),
    # columns
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "name": _("Full name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "language": _("Language"),
    "organisation": _("Organisation"),
    "position": _("Position"),
    "expertise": _("Field of expertise"),
    "illustrative": _("Made up"),
    "public": _("On public record"),
    "created_at": _("Entered on"),
    "created": _("Entered on"),
    "erased_at": _("Erased on"),
    "since": _("Since"),
    "at": _("When"),
    "administrator": _("Administrator"),
    "kind": _("What kind"),
    "wording": _("Text"),
    "given_at": _("Given on"),
    "withdrawn_at": _("Withdrawn on"),
    "subject": _("Subject"),
    "to": _("To"),
    "written": _("Written on"),
    "text": _("Text"),
    "programme": _("Programme"),
    "project": _("Project"),
    "role": _("Role"),
    "event": _("Event"),
    "state": _("State"),
    "indicator": _("Indicator"),
    "value": _("Value"),
    "evidence": _("Evidence"),
    "source": _("How it came"),
    "registered_at": _("Registered on"),
    "day": _("Day"),
    "diet": _("Diet"),
    "remark": _("Remark"),
}


def words_for(name: str) -> str:
    return str(WORDS.get(name) or name.replace("_", " "))
