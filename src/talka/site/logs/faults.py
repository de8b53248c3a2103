"""What nobody catches is logged like everything else, instead of going to the terminal with its words."""

import logging
import sys
import threading
from types import TracebackType

log = logging.getLogger("talka.site.process")


def catch() -> None:
    """For a process's first lines, after Django has set up logging."""
    sys.excepthook = _uncaught
    threading.excepthook = lambda fault: _uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)
    sys.unraisablehook = lambda fault: _uncaught(fault.exc_type, fault.exc_value, fault.exc_traceback)
    logging.captureWarnings(True)


def _uncaught(kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None) -> None:
    if fault is None or issubclass(kind, (KeyboardInterrupt, SystemExit)):
        return
    log.error("A fault that nothing caught", exc_info=(kind, fault, trace))
