"""Roles that follow from an election or an appointment: given and ended by the room above that seats people."""
