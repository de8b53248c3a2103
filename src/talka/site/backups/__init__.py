"""Backups: one file with the database and the uploads, and the way back from it.

A backup is a tar that plain tools can open (see `format`), on wish encrypted as the `age` program does. `making` writes
it, `restoring` brings it back, `journal` keeps erasures from coming undone, `index` remembers what was made.
"""

from talka.site.backups.index import Made, backups, folder, last_backup

__all__ = ["Made", "backups", "folder", "last_backup"]
