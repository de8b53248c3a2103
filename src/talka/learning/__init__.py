"""Training programmes, knowledge angels, learning networks: what people go through together for a year."""
