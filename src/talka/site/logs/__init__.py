"""What the processes say while they run: one line per event, for machines or for people, never about a person.

`saying` decides what of an event may be said, `lines` writes it down, `requests` numbers, counts and notes requests,
`faults` catches what nobody else catches.
"""
