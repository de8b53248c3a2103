"""An Open Badge 3.0 as data: the credential, what it was achieved for, who issues it, whether it was revoked.

Source: Open Badges Specification 3.0, 1EdTech, https://www.imsglobal.org/spec/ob/v3p0, and its Verifiable Credentials
Revocation List 1.0. Addresses are those of the installation and never those a request asked for, because they are
signed. The holder stands in it by a name of this badge alone and by a salted digest of their e-mail address; their own
name does not.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from talka.ui.addresses import whole
from talka.ui.numbers import number

from ..models import Achievement, TrainingCertificate
from ..queries.frozen import Told, in_language, told

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CONTEXT = [CREDENTIALS, OPEN_BADGES]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def credential(certificate: TrainingCertificate, language: str) -> dict[str, Any]:
    """The certificate as an OpenBadgeCredential, not signed yet. Needs its achievement and its person."""
    language = _known(language)
    achievement, facts = certificate.achievement, told(certificate, language)
    with translation.override(language):
        return {
            "@context": CONTEXT,
            "id": whole(reverse("events:certificate", args=[certificate.code])),
            "type": ["VerifiableCredential", "OpenBadgeCredential"],
            "name": facts.title,
            "issuer": profile(achievement, language),
            "validFrom": _moment(certificate),
            "credentialSubject": _subject(certificate, facts, language),
            "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
            "credentialStatus": {"id": status_address(certificate), "type": "1EdTechRevocationList"},
        }


def claims(document: Mapping[str, Any]) -> dict[str, Any]:
    """The registered claims of a VC-JWT: each repeats a member of the credential."""
    return {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": int(dt.datetime.fromisoformat(document["validFrom"]).timestamp()),
        "sub": document["credentialSubject"]["id"],
    }


def _subject(certificate: TrainingCertificate, facts: Told, language: str) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "id": certificate.subject.urn,
        "type": ["AchievementSubject"],
        "achievement": achieved(certificate.achievement, language),
    }
    if certificate.person.email:
        subject["identifier"] = [identity(certificate.person.email, certificate.salt)]
    if facts.days:
        subject["activityStartDate"] = f"{facts.days[0].isoformat()}T00:00:00Z"
        subject["activityEndDate"] = f"{facts.days[-1].isoformat()}T00:00:00Z"
    if facts.hours is not None:
        described = _hours_result(certificate.achievement)
        subject["result"] = [
            {"type": ["Result"], "resultDescription": described, "value": str(facts.hours)},
        ]
    if facts.by_decision:
        subject["narrative"] = _("Given by decision of the coordinator.")
    return subject


def identity(email: str, salt: str) -> dict[str, Any]:
    """By it whoever is told the address can see that the badge is about it, and nobody else can read it."""
    digest = hashlib.sha256((email + salt).encode()).hexdigest()
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }


def achieved(achievement: Achievement, language: str) -> dict[str, Any]:
    """The training programme as an Achievement: what its certificate is given for, what is learnt in it."""
    language = _known(language)
    facts: dict[str, Any] = achievement.facts
    words = in_language(facts["words"], language)
    with translation.override(language):
        document: dict[str, Any] = {
            "id": achievement_address(achievement, language),
            "type": ["Achievement"],
            "achievementType": "CertificateOfCompletion",
            "name": words["title"],
            "description": _description(words, facts),
            "criteria": {"narrative": "\n".join(f"- {line}" for line in words["rules"])},
            "creator": profile(achievement, language),
            "inLanguage": language,
            "related": [
                {"id": achievement_address(achievement, code), "type": ["Related"], "inLanguage": code}
                for code, _name in settings.LANGUAGES
                if code != language
            ],
            "resultDescription": [_hours_described(achievement, facts)],
        }
        if aligned := [_alignment(one, words, facts, language) for one in facts["competences"]]:
            document["alignment"] = aligned
    return document


def _description(words: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """What it is about, and its modules with what somebody can do after each."""
    parts = [_("Made-up data.")] if facts["illustrative"] else []
    parts += [words["about"]] if words["about"] else []
    for module, hours in zip(words["modules"], facts["hours"], strict=True):
        length = " " + _("(%(hours)s h)") % {"hours": number(float(hours))} if hours else ""
        parts.append("\n".join([f"{module['title']}{length}", *(f"- {line}" for line in module["outcomes"])]))
    return "\n\n".join(parts) or words["title"]


def _hours_result(achievement: Achievement) -> str:
    return f"{achievement_address(achievement, settings.LANGUAGE_CODE)}#hours"


def _hours_described(achievement: Achievement, facts: Mapping[str, Any]) -> dict[str, Any]:
    described = {
        "id": _hours_result(achievement),
        "type": ["ResultDescription"],
        "name": _("Hours attended"),
        "resultType": "Result",
        "valueMin": "0",
    }
    return described | ({"requiredValue": facts["least_hours"]} if facts["least_hours"] else {})


def _alignment(
    one: Mapping[str, Any], words: Mapping[str, str], facts: Mapping[str, Any], language: str
) -> dict[str, Any]:
    """A competence of the programme's framework: the page on which the framework stands."""
    return {
        "type": ["Alignment"],
        "targetCode": one["key"],
        "targetName": in_language(one["words"], language),
        "targetFramework": _("Competences: %(programme)s") % {"programme": words["programme"]},
        "targetUrl": whole(reverse("needs:framework", args=[facts["programme"]])),
    }


def profile(achievement: Achievement, language: str) -> dict[str, Any]:
    """Who issues it, as called when the badge was given."""
    facts: dict[str, Any] = achievement.facts
    document = {
        "id": whole(reverse("learning:badge_issuer", args=[achievement.issuer])),
        "type": ["Profile"],
        "name": in_language(facts["words"], language)["organiser"],
    }
    return document | ({"url": facts["website"]} if facts["website"] else {})


def revocations(certificate: TrainingCertificate) -> dict[str, Any]:
    """Whether the badge was revoked: a list of this one alone, so that it tells nobody of others."""
    listed = []
    if certificate.revoked_at is not None:
        listed.append(
            {
                "id": whole(reverse("events:certificate", args=[certificate.code])),
                "revoked": True,
                "revocationReason": certificate.revoked_reason,
            }
        )
    issuer = whole(reverse("learning:badge_issuer", args=[certificate.achievement.issuer]))
    return {"id": status_address(certificate), "issuer": issuer, "revokedCredential": listed}


def achievement_address(achievement: Achievement, language: str) -> str:
    return whole(reverse("learning:badge_achievement", args=[achievement.key, _known(language)]))


def status_address(certificate: TrainingCertificate) -> str:
    return whole(reverse("learning:badge_status", args=[certificate.code]))


def key_address(kid: str) -> str:
    return whole(reverse("learning:badge_key", args=[kid]))


def _moment(certificate: TrainingCertificate) -> str:
    """To the second: the claim `nbf` says the same moment in whole seconds."""
    return certificate.issued_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(language: str) -> str:
    short = language.split("-")[0]
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
