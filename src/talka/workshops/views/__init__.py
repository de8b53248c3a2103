"""Pages of group work: joining, the phone, the console, the board, forming, the projector."""
