"""The guided path of a cooperation: fourteen steps in four phases, as data, and what may be answered in each."""
