"""What the moments of group work look like to those who follow: phones, consoles, the wall. See `rendering.render`."""
