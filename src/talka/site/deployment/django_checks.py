"""What Django itself says of a deployment; each check that is not asked stands here with its reason."""

from collections.abc import Iterator

SILENCED = {
    "security.W005": "HSTS for all names below ours is a decision of whoever owns the domain, not of one site in it",
    "security.W008": "the proxy sends visitors from http to https; Talka itself speaks no TLS and must answer probes",
    "security.W021": "an entry in the browsers' preload lists binds the whole domain for years",
}


def faults() -> Iterator[str]:
    from django.core.checks import WARNING, run_checks

    for found in run_checks(include_deployment_checks=True):
        if found.level >= WARNING and not found.is_silenced() and found.id not in SILENCED:
            yield f"{found.msg} ({found.id}){f' {found.hint}' if found.hint else ''}"
