"""Appointments, reviews, removals, recalls, declared interests and what is said in confidence."""
