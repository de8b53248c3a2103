"""From a published table to figures: pure steps, plain data in and out. What is written is written by `actions`."""
