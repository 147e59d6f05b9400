"""The pages of the door: signing in and out, my devices, second steps, and the desk of those who help people in."""
