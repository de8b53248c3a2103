"""What an OpenBadgeCredential must hold by the data model of Open Badges 3.0, in our own words as a JSON schema.

Source: Open Badges Specification 3.0, 1EdTech, https://www.imsglobal.org/spec/ob/v3p0 (data models of
AchievementCredential, AchievementSubject, Achievement, Profile, IdentityObject, Result). The schema that 1EdTech
publishes is not copied here: its licence does not let it be handed on.
"""

URL = {"type": "string", "pattern": r"^(https?://|urn:uuid:)\S+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$"}
WORDS = {"type": "string", "minLength": 1}


def typed(name: str) -> dict:
    return {"type": "array", "contains": {"const": name}, "items": {"type": "string"}}


def thing(required: list[str], **properties: object) -> dict:
    """Only what is named: a member the specification does not know is a fault here."""
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


CONTEXT = {
    "type": "array",
    "minItems": 2,
    "prefixItems": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$"},
    ],
}
PROFILE = thing(["id", "type"], id=URL, type=typed("Profile"), name=WORDS, url=URL)
ALIGNMENT = thing(
    ["type", "targetName", "targetUrl"],
    type=typed("Alignment"),
    targetName=WORDS,
    targetUrl=URL,
    targetCode=WORDS,
    targetFramework=WORDS,
)
RESULT_DESCRIPTION = thing(
    ["id", "type", "name", "resultType"],
    id=URL,
    type=typed("ResultDescription"),
    name=WORDS,
    resultType={"enum": ["Result", "RawScore", "Status", "Percent"]},
    requiredValue=WORDS,
    valueMin=WORDS,
)
RELATED = thing(["id", "type"], id=URL, type=typed("Related"), inLanguage={"pattern": "^[a-z]{2}$"})
ACHIEVEMENT = thing(
    ["id", "type", "criteria", "description", "name"],
    id=URL,
    type=typed("Achievement"),
    achievementType={"const": "CertificateOfCompletion"},
    name=WORDS,
    description=WORDS,
    criteria=thing([], id=URL, narrative=WORDS),
    creator=PROFILE,
    inLanguage={"pattern": "^[a-z]{2}$"},
    related={"type": "array", "items": RELATED},
    resultDescription={"type": "array", "items": RESULT_DESCRIPTION},
    alignment={"type": "array", "items": ALIGNMENT},
)
IDENTITY = thing(
    ["type", "hashed", "identityHash", "identityType"],
    type={"const": "IdentityObject"},
    hashed={"type": "boolean"},
    identityHash={"pattern": r"^sha256\$[0-9a-f]{64}$"},
    identityType={"const": "emailAddress"},
    salt=WORDS,
)
RESULT = thing(["type"], type=typed("Result"), resultDescription=URL, value=WORDS)
SUBJECT = thing(
    ["id", "type", "achievement"],
    id=URL,
    type=typed("AchievementSubject"),
    achievement=ACHIEVEMENT,
    identifier={"type": "array", "minItems": 1, "items": IDENTITY},
    activityStartDate=MOMENT,
    activityEndDate=MOMENT,
    narrative=WORDS,
    result={"type": "array", "items": RESULT},
)
CREDENTIAL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **thing(
        ["@context", "id", "type", "credentialSubject", "issuer", "validFrom"],
        **{"@context": CONTEXT},
        id=URL,
        type={"allOf": [typed("VerifiableCredential"), typed("OpenBadgeCredential")]},
        name=WORDS,
        issuer=PROFILE,
        validFrom=MOMENT,
        credentialSubject=SUBJECT,
        credentialSchema={
            "type": "array",
            "items": thing(["id", "type"], id=URL, type={"const": "1EdTechJsonSchemaValidator2019"}),
        },
        credentialStatus=thing(["id", "type"], id=URL, type={"const": "1EdTechRevocationList"}),
    ),
}
