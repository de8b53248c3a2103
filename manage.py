#!/usr/bin/env python
"""Django's own commands, for developers; everyone else uses `talka`."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talka.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
