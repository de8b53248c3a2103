"""Pure decision methods: plain data in, plain data out. No Django, no files, no state kept between calls."""
