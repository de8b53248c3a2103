"""`talka setup` makes an installation: settings, secrets, schema, the first administrator, files for systemd and nginx.

`answers` are what it has to know, `files` what it writes for others, `first_start` what is done as the service's user,
`setup` the order of it all and the report. Again is no harm: what is right is kept, what somebody changed is never
overwritten.
"""
