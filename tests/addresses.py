"""Every address of the house, read from the resolver, with something to stand for each argument.

A new view cannot be forgotten: where an argument has no value here, the tests that walk the list fail and say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from . import planted_learning_assessments
from .planted import Place
from .planted_initiatives import TRAILS as TRAILS_OF_INITIATIVES
from .planted_initiatives import values_of_initiatives
from .planted_learning_angels import values_of_angels
from .planted_learning_networks import values_of_networks
from .planted_learning_plans import values_of_plans
from .planted_learning_reviews import values_of_reviews


@dataclass(frozen=True)
class Address:
    route: str
    name: str
    arguments: tuple[tuple[str, type], ...]


def addresses() -> list[Address]:
    """All of them, included ones and allauth's too."""
    return sorted(_below(get_resolver(), "", ""), key=lambda address: address.route)


def _below(resolver: URLResolver, before: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        route = before + _readable(entry)
        if isinstance(entry, URLResolver):
            inside = f"{entry.namespace or entry.app_name or ''}:" if entry.namespace else namespace
            yield from _below(entry, route, inside)
        else:
            yield Address(route, f"{namespace}{entry.name or ''}", ())


def _readable(entry: URLPattern | URLResolver) -> str:
    """The route with its arguments as <name>; of a regular expression the named groups."""
    text = str(entry.pattern)
    if isinstance(entry.pattern, RegexPattern):
        text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", text)
        text = text.lstrip("^").rstrip("$").replace("\\.", ".").replace("\\Z", "")
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", text)


def value(address: Address, name: str, place: Place) -> list[str]:
    """What stands for an argument in this place; an argument nobody thought of fails the test."""
    has, route = place.has, address.route
    room = address.name.partition(":")[0]
    registration, workshop = has["registration"], has["workshop"]
    if route.startswith(("e/<slug>", "q/<slug>")):
        table = {
            "slug": has["event"].slug,
            "key": has["question"].key if "questions" in route else has["item"].key,
            "token": has["photo"].token if "photos" in route else has["presentation"].token,
            "code": has["certificate"].code if "certificates/" in route else registration.code,
            "workshop": workshop.slug,
            "theme": str(has["theme"].pk),
            "card_id": str(has["card"].pk),
            "step": "report",
            "picture": "1",
            "seat": "1",
            "ending": ["pdf", "docx"] if "privacy" in route else ["xlsx", "csv"],
            "number": str(
                1
                if room == "workshops"
                else has["cost"].pk
                if "costs" in route
                else has["quota"].pk
                if "quotas" in route
                else has["import invitations"].pk
                if "invitations" in route
                else has["import registrations"].pk
            ),
            "kind": ["pattern", "csv", "xlsx"]
            if "invitations" in route
            else "registrations"
            if "<number>" in route
            else ["registrations", "attendance", "feedback"],
        }
        if route.startswith("e/<slug>/speaker/"):
            table["token"] = "none-such"
        if room == "evidence":
            table |= {
                "item": ["signed_list", "publication_links", "certificates", has["own item"].key],
                "token": has["package" if "packages" in route else "evidence"].token,
                "number": str(has["publication"].pk),
            }
    else:
        table = {
            "slug": place.project.slug
            if "project" in route or "<programme>" in route
            else place.project.programme.slug,
            "programme": place.project.programme.slug,
            "token": registration.token if route[:2] in ("r/", "f/", "w/") else has["invitation"].token,
            "code": workshop.code if route.startswith("w/") else has["certificate"].code,
            "card_id": str(has["card"].pk),
            "step": "report",
            "stage": ["lack", "nonsense"],
            "picture": "1",
            "seat": "1",
            "number": "1",
            "what": ["join", "board", "votes", "report", "nonsense"],
            "ending": ["xlsx", "csv", "odt"],
            "part": ["tables", "nonsense"],
            "table": ["events", "needs", "measures", "answers", "cards", "nonsense"],
            "rest": "change/",
            "provider_id": "eid",
            "uidb36": "1",
            "key": {
                "letters": has["letter"].key,
                "territories": has["area"].key,
                "needs": has["competence"].key,
                "plans": has["plan"].key,
                "cooperation": [has["organisation"].key, "nonsense"] if "write" in route else ["waste", "nonsense"],
                "workshops": [has["format"].key, "working-group", "nonsense"],
                "programmes": ["website", "nonsense"],
                "indicators": _indicators(route, has),
                "resources": has["resource import" if "imports" in route else "resource"].key,
            }.get(room, has["organisation"].key if "organisations" in route else has["person"].key),
            "task": ["people.forget", "nonsense"],
            "kind": ["needs", "measures"],
            "pk": _pk(route, has),
        }
        if room == "results":
            table["number"] = str(has["indicator" if "reports" in route else "value"].pk)
            table["language"] = ["lv", "en", "xx"]
        if room == "evidence":
            table |= {"item": has["own item"].key, "token": has["project package"].token}
        if room == "people" and "imports" in route:
            table["key"] = has["people import"].key
        if route.startswith("signin/"):
            table["token"] = has["signin"]
        if route.startswith("trail/"):
            table |= {"kind": list(TRAILS), "pk": "<pk>"}
        if room == "indicators":
            table |= {"area": has["area"].key, "number": str(has["index run"].pk), "digest": has["chart"].digest}
        if room == "resources":
            table["token"] = has["resource paper" if "papers" in route else "resource photo"].token
        if room == "needs":
            table["day"] = str(has["taken"].pk)
        if room == "plans":
            table["kind"] = ["goals", "projects", "indicators", "nonsense"]
            table["table"] = ["goals", "investment", "monitoring", "all"]
            if "<ending>" not in route:
                table["table"] = has["plan import"].key
            table["number"] = str(has["plan value"].pk)
            table["pk"] = str(has[_of_plan(route)].pk)
        if room == "cooperation":
            table |= {"slug": has["case"].slug, "pk": str(has["case partner"].pk)}
            table |= {"step": ["needs", "partners", "taskforce", "evaluation", "nonsense"]}
            table |= {"kind": ["document", "nonsense"], "body": ["task_force", "nonsense"]}
        if room == "cooperation" and ("/appraisal/" in route or "/groups/" in route):
            table |= {"pk": str(has[_of_appraisal(route)].pk), "key": has["groups"].key, "what": APPRAISAL_FILES}
        if room == "cooperation" and route.startswith("cooperation/agreements/"):
            table |= _agreements(route, has)
        if "cooperation/project" in route:
            table |= _joint_project(route, has)
        if room == "initiatives":
            table |= values_of_initiatives(route, has)
        if room == "learning":
            table |= _learning(route, has)
        if room == "learning" and (route.startswith(("t/", "badges/")) or "/certificates/" in route):
            table |= _certificates_of_trainings(has)
        if room == "learning" and ("/assess" in route or "/supervise/" in route or "/levels/" in route):
            table |= planted_learning_assessments.values(route, has)
        if route.startswith("learning/angels/"):
            table |= values_of_angels(route, has)
        if route.startswith(("learning/network/", "learning/stories/")):
            table |= values_of_networks(route, has)
        if route.startswith(("learning/community-plans/", "learning/impressions/")):
            table |= values_of_plans(route, has)
        if route.startswith("learning/reviews/"):
            table |= values_of_reviews(route, has)
        if room == "protection":
            table |= {"name": ["record", "assessment", "contract", "nonsense"], "ending": ["pdf", "docx"]}
            table["number"] = str(has["request"].pk)
            table["slug"] = place.project.programme.slug if route.startswith("programmes/") else place.project.slug
    if name not in table:
        pytest.fail(f"{address.name} ({route}) has an argument {name} that this test has no value for")
    found = table[name]
    return found if isinstance(found, list) else [found]


TRAILS = {
    "card": "card",
    "cluster": "theme",
    "need": "need",
    "measure": "measure",
    "event": "event",
    "workshop": "workshop",
    "group": "group",
    "project": "project",
    "programme": "programme",
    "activity": "activity",
    "cost": "cost",
    "plan_goal": "goal",
    "cooperation_case": "case",
    "agreement": "agreement",
    "joint_project": "joint project",
    "plan_project": "plan project",
    "training": "training",
    "angel_request": "angel request",
    "mentor_visit": "mentor visit",
    "advice": "advice",
    "network": "network",
    "practice_story": "practice story",
    "community_plan": "community plan",
    "peer_review": "peer review",
} | TRAILS_OF_INITIATIVES


APPRAISAL_FILES = ["appraisal.xlsx", "cost-sharing.zip", "coalitions.zip", "ways.csv", "groups.xlsx", "nonsense"]


def _of_appraisal(route: str) -> str:
    for words, name in (("/joint/", "joint cost"), ("/ways/", "way"), ("/sites/", "site"), ("/estimate/", "estimate")):
        if words in route:
            return name
    return "case partner"


def _indicators(route: str, has: dict) -> str:
    if route.startswith("areas/"):
        return str(has["area"].key)
    """What the key in an address of figures means: a table on its way in or entered, a comparison, an indicator."""
    for words, name in (("compare/kept", "comparison"), ("tables/in", "figure import"), ("tables/", "release")):
        if words in route:
            return str(has[name].key)
    return str(has["area indicator"].key)


def _agreements(route: str, has: dict) -> dict:
    """What the arguments in an address of agreements mean."""
    row = "comment" if "comments" in route else "decision" if "decisions" in route else "clause"
    return {
        "slug": has["agreement"].slug,
        "pk": str(has["party" if "parties" in route else row].pk),
        "key": has["agreement import"].key,
        "part": ["what", "conditions", "validity", "nonsense"],
        "number": "1",
        "ending": ["docx", "pdf"] if "agreement." in route else ["csv", "json", "xlsx"],
    }


def _learning(route: str, has: dict) -> dict:
    """Values for the addresses of training programmes; <pk> is whatever the word before it says."""
    before = route.partition("<pk>")[0].rstrip("/").rpartition("/")[2]
    kinds = {"modules": "module", "staff": "staff", "sessions": "session", "teams": "team", "people": "learner"}
    kinds |= {"homework": "homework", "hand-ins": "hand-in", "materials": "material"}
    kinds |= {"criteria": "criterion", "application": "application", "applications": "application"}
    kinds |= {"members": "scorer", "meetings": "selection meeting"}
    return {
        "version": "1",
        "remark": str(has["remark"].pk),
        "shelf": [f"module-{has['module'].pk}", f"session-{has['session'].pk}", "nonsense"],
        "visit": str(has["coaching"].pk),
        "twinning": str(has["twinning"].pk),
        "meeting": str(has["twin meeting"].pk),
        "slug": has["training"].slug,
        "number": "1",
        "learner": str(has["learner"].pk),
        "pk": str(has[kinds.get(before, "team")].pk),
    }


def _certificates_of_trainings(has: dict) -> dict:
    certificate = has["training certificate"]
    return {
        "code": certificate.code,
        "token": certificate.token,
        "ending": ["jwt", "json", "png"],
        "kid": has["badge key"],
        "issuer": certificate.achievement.issuer,
        "key": certificate.achievement.key,
        "language": ["lv", "en", "nonsense"],
    }


def _of_plan(route: str) -> str:
    return "plan project" if "projects/" in route else "plan indicator" if "indicators/" in route else "goal"


def _joint_project(route: str, has: dict) -> dict:
    """Values for the addresses of joint projects; <pk> is whatever the word before it says."""
    before = route.partition("<pk>")[0].rstrip("/").rpartition("/")[2]
    kinds = {
        "partners": "joint partner",
        "lines": "joint line",
        "funders": "joint funding",
        "spent": "joint spending",
        "results": "joint result",
        "figures": "joint figure",
        "decisions": "joint decision",
        "<kind>": "joint milestone",
    }
    return {
        "slug": has["joint project"].slug,
        "key": has["joint import"].key,
        "table": ["projects", "budget", "all", "nonsense"],
        "kind": ["milestone", "decision", "nonsense"],
        "deed": ["away", "back", "nonsense"],
        "pk": str(has[kinds.get(before, "joint project")].pk),
    }


def _pk(route: str, has: dict) -> str:
    for words, name in (
        ("catalogue/<pk>", "kept"),
        ("followup", "follow_up"),
        ("results", "indicator"),
        ("reports", "result report"),
        ("needs", "need"),
        ("measures", "measure"),
        ("activities", "activity"),
        ("budget", "line"),
        ("partners", "partner"),
        ("team", "member"),
    ):
        if words in route:
            return str(has[name].pk)
    return str(has["need"].pk)


def filled(address: Address, place: Place) -> list[str]:
    """The address with values, one per choice of them."""
    found = [address.route]
    for name in re.findall(r"<(\w+)>", address.route):
        found = [one.replace(f"<{name}>", each) for one in found for each in value(address, name, place)]
    if address.route.startswith("trail/"):
        things = {**place.has, "project": place.project, "programme": place.project.programme}
        found = [one.replace("<pk>", str(things[TRAILS[one.split("/")[1]]].pk)) for one in found]
    return [f"/{one}" for one in found]
