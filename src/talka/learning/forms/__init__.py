"""Forms of this room. They only read what was typed; actions decide."""
