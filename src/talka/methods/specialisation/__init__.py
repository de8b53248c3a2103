"""What an area is good at: location quotients, shift-share, concentration, relatedness, complexity. Start with
`problem`, then `solve` and `explain`; README.md has the formulas."""
