"""Every address of the house, read from the resolver, with something to stand for each argument.

A new view cannot be forgotten: where an argument has no value here, the tests that walk the list fail and say so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from .planted import Place


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
    "plan_project": "plan project",
}


def _indicators(route: str, has: dict) -> str:
    if route.startswith("areas/"):
        return str(has["area"].key)
    """What the key in an address of figures means: a table on its way in or entered, a comparison, an indicator."""
    for words, name in (("compare/kept", "comparison"), ("tables/in", "figure import"), ("tables/", "release")):
        if words in route:
            return str(has[name].key)
    return str(has["area indicator"].key)


def _of_plan(route: str) -> str:
    return "plan project" if "projects/" in route else "plan indicator" if "indicators/" in route else "goal"


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
