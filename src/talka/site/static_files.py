"""Style sheets and scripts under names with a hash of their content, compressed beside."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Also what a script imports is named by its hash, so that a browser may keep the whole page's code."""

    support_js_module_import_aggregation = True
