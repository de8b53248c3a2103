"""What tables that are not ours keep of people, and what the installation keeps outside tables."""

from django.utils.translation import gettext_lazy as _

from talka.ui.declared import Basis, Clock, Controller, Data, Personal, Reader, Source, declare
from talka.ui.refusals import Words

FORGET_SESSIONS = "talka.people.actions.retirement.forget_sessions"
FORGET_JOBS = "talka.people.actions.retirement.forget_jobs"


def _signing_in(title: Words, *, expires: bool = False) -> Personal:
    return Personal(
        title=title,
        purpose=_("Signing in"),
        basis=(Basis.PUBLIC_TASK, Basis.CONTRACT),
        data=(Data.ENTRY,),
        readers=(Reader.PERSON, Reader.ADMINISTRATORS),
        source=(Source.PERSON, Source.MACHINE),
        retention=_("until it expires") if expires else _("as the account it belongs to"),
        clock=Clock.EXPIRY if expires else Clock.WITH,
        carried_out=(FORGET_SESSIONS,) if expires else (),
        belongs_to="" if expires else "people.Account",
        controller=Controller.INSTALLATION,
    )


def declare_all() -> None:
    declare("account.EmailAddress", _signing_in(_("Addresses for signing in")))
    declare("mfa.Authenticator", _signing_in(_("Passkeys and recovery codes")))
    declare("socialaccount.SocialAccount", _signing_in(_("Links to an electronic identity")))
    declare("people.Account_groups", _signing_in(_("Groups of accounts, which are not used")))
    declare("people.Account_user_permissions", _signing_in(_("Permissions of accounts, which are not used")))
    declare("sessions.Session", _signing_in(_("Sessions of browsers"), expires=True))
    declare(
        "procrastinate.ProcrastinateJob",
        Personal(
            title=_("Jobs of the machine"),
            purpose=_("Doing later what takes long: letters, tables, computations"),
            basis=(Basis.PUBLIC_TASK,),
            data=(Data.DEEDS,),
            readers=(Reader.NOBODY,),
            source=(Source.MACHINE,),
            retention=_("thirty days after the job is done; they hold numbers of entries, no names"),
            clock=Clock.MADE,
            days=30,
            carried_out=(FORGET_JOBS,),
            controller=Controller.INSTALLATION,
        ),
    )
    declare(
        "pghistory.Context",
        Personal(
            title=_("Earlier versions of entries"),
            purpose=_("Showing who changed what, and mending mistakes"),
            basis=(Basis.PUBLIC_TASK, Basis.LEGAL_OBLIGATION),
            data=(Data.DEEDS, Data.NAME, Data.CONTACT, Data.WORK, Data.PART, Data.WORDS),
            readers=(Reader.ORGANISERS, Reader.ADMINISTRATORS, Reader.FUNDER),
            source=(Source.MACHINE,),
            retention=_("as the entry; what told of a person is emptied in all versions when the person is erased"),
            clock=Clock.PERSON,
        ),
    )
    declare(
        "files",
        Personal(
            title=_("Files"),
            purpose=_("Presentations, photographs, pictures of cards, and proofs for the funder"),
            basis=(Basis.PUBLIC_TASK, Basis.CONSENT),
            data=(Data.IMAGE, Data.NAME),
            readers=(Reader.NAMED, Reader.ORGANISERS),
            source=(Source.PERSON, Source.TEAM),
            retention=_(
                "as the entry they belong to; places and devices are taken out of photographs when they come in"
            ),
            clock=Clock.PERSON,
        ),
    )
    declare(
        "logs",
        Personal(
            title=_("Logs of the machine"),
            purpose=_("Finding faults and attacks"),
            basis=(Basis.LEGITIMATE_INTEREST,),
            data=(Data.DEEDS,),
            readers=(Reader.ADMINISTRATORS,),
            source=(Source.MACHINE,),
            retention=_(
                "as the operating system keeps its journal; Talka writes no names and no addresses into it, and its "
                "web server's access log is off"
            ),
            clock=Clock.PERSON,
            controller=Controller.INSTALLATION,
        ),
    )
    declare(
        "backups",
        Personal(
            title=_("Backups"),
            purpose=_("Bringing everything back after a loss"),
            basis=(Basis.LEGAL_OBLIGATION,),
            data=tuple(Data),
            readers=(Reader.ADMINISTRATORS,),
            source=(Source.MACHINE,),
            retention=_(
                "as many as the operator keeps; when one is restored, whoever was erased since is erased again, by a "
                "list that holds a key and a time and no name"
            ),
            clock=Clock.PERSON,
            controller=Controller.INSTALLATION,
        ),
    )
