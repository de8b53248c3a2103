"""Events and what hangs on them, for tests."""

from .day import *  # noqa: F403
from .planning import *  # noqa: F403
