"""What lets a phone open its page without a network: the worker's script, and what the page tells its own script."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django.contrib.staticfiles.finders import find
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from talka.ui.refusals import Refusal

from .. import access
from ..models import Stage, Workshop
from ..queries.stages import all_lanes

STYLES = ("ui/tokens.css", "ui/base.css", "ui/components.css", "ui/projector.css", "ui/print.css")
OWN_STYLES = ("workshops/workshops.css", "workshops/phone.css", "workshops/game.css")
SCRIPTS = ("ui/page.js", "workshops/phone/main.js")
IMPORT = re.compile(r'^import\b.*?"(\.[^"]+)";', re.MULTILINE | re.DOTALL)
HERE = Path(__file__).parent.parent / "static"


@require_GET
def worker(request: HttpRequest, code: str) -> HttpResponse:
    """The service worker of one phone's page. Its words change with each file that it keeps, so that a browser takes
    the newer one."""
    workshop = access.workshop_of_code(code)
    if workshop is None:
        raise Refusal(_("There is no such group work."), status=404)
    page = reverse("workshops:phone", args=[workshop.code])
    files = kept_files()
    version = hashlib.sha256("\n".join([_script(), *files]).encode()).hexdigest()[:12]
    settings = json.dumps({"page": page, "files": files, "version": version, "code": workshop.code})
    words = f"const SETTINGS = {settings};\n{_script()}"
    response = HttpResponse(words, content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = page
    response["Cache-Control"] = "no-cache"
    return response


def kept_files() -> list[str]:
    """Addresses of everything that a phone's page is made of."""
    return [static(name) for name in (*STYLES, *OWN_STYLES, "ui/mark.svg", *_modules())]


@cache
def _modules() -> tuple[str, ...]:
    """The page's scripts and whatever they import: where one is missing, none of them runs."""
    found: set[str] = set()
    ahead = list(SCRIPTS)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            words = Path(str(find(name))).read_text(encoding="utf-8")
            ahead += [normpath(join(dirname(name), way)) for way in IMPORT.findall(words)]
    return tuple(sorted(found))


@cache
def _script() -> str:
    return (HERE / "workshops" / "phone_worker.js").read_text(encoding="utf-8")


def live_table(workshop: Workshop, stages: tuple[Stage, ...], after: int) -> dict[str, object]:
    """Where the phone's script follows and sends, from which moment on, and our clock in milliseconds."""
    page = reverse("workshops:phone", args=[workshop.code])
    return {
        "code": workshop.code,
        "page": page,
        "stream": f"{reverse('workshops:live', args=[workshop.code])}?after={after}",
        "deeds": reverse("workshops:deeds", args=[workshop.code]),
        "worker": reverse("workshops:worker", args=[workshop.code]),
        "at": round(timezone.now().timestamp() * 1000),
        "closed": workshop.closed,
        "lanes": {lane.key: {"words": lane.words, "kind": lane.kind} for lane in all_lanes(stages)},
    }


def script_words() -> dict[str, str]:
    """What the phone's script says."""
    return {
        "mine": _("mine"),
        "late": _("late"),
        "unsent": _("not sent yet"),
        "waiting": _("Not sent yet: %n. It waits on this phone and is sent as soon as there is a network."),
        "down": _("No connection. You may go on writing and voting: it is kept on this phone and sent later."),
        "memory": _("This browser keeps nothing. Do not close this page until everything is sent."),
        "outside": _("This phone has no place in the group work any more. Your words are kept here:"),
        "join": _("join again, and they are sent"),
        "foreign": _("Written from an earlier place on this phone and not sent: %n."),
        "adopt": _("Send it from my place"),
        "forget": _("Delete it"),
        "refused": _("This was not taken"),
        "copy": _("Your words, to copy:"),
        "done": _("I have seen it"),
        "kept": _("Kept on this phone; being sent."),
        "answers": _("Your answers are kept on this phone; being sent."),
        "called": _("The facilitator is being called."),
        "step": _("New step: %s"),
        "message": _("From the facilitator: %s"),
        "cards": _("New cards: %n"),
        "over": _("time is up"),
        "last": _("less than a minute left"),
        "minutes": _("%n min left"),
        "earlier": _("The group has gone on. Finish your words: they still go to the step they were written for."),
        "go": _("Show the new step"),
        "correct": _("Correct or withdraw"),
        "save": _("Save"),
        "withdraw": _("Withdraw the card"),
        "sure": _("Withdraw it? Nobody will see it any more."),
        "cancel": _("Cancel"),
        "leave": _("Not sent yet: %n. If this phone leaves now, it is lost."),
        "stay": _("Stay"),
        "go_anyway": _("Leave anyway"),
    }
