"""From one version to the next: backup, check, new schema, new processes, check, and the way back.

`locking` names what a change of the schema holds up, `upgrade` does the steps; the processes renew themselves, see
`talka.site.renewal`.
"""
