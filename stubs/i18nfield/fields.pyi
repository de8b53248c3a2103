# The package declares its fields as text, but they take and give texts in several languages.
from typing import Any

from django.db import models

class I18nFieldMixin: ...

class I18nCharField(I18nFieldMixin, models.Field[Any, Any]):
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

class I18nTextField(I18nFieldMixin, models.Field[Any, Any]):
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
