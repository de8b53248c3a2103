"""Areas side by side: what was chosen, and what can be told of the figures. Plain data in and out; `queries` reads."""
