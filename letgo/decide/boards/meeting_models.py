"""Meetings, their agenda, resolutions, proxies, attendance and expenses; the first weeks of a new board."""
