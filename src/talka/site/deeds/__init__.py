"""What `talka` can do, a module for each kind of deed.

A module has `add(deeds)`, which describes its deeds to the command line and names the function that does each. It
imports what it needs inside that function: `talka methods` and `talka --help` never wait for Django.
"""

import argparse
from typing import TypeAlias

Deeds: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
