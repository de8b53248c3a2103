"""PostgreSQL inside Talka: for demonstration, development, tests and a hall's own box.

Only the binaries of the wheel are used. Who starts a `Cluster` owns its life: see talka.site.supervisor for the server,
talka.site.database for single commands and talka.site.testing for tests.
"""
