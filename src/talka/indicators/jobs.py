"""What the worker does with figures."""
