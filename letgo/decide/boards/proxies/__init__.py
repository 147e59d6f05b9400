"""Proxies at general meetings: given to someone who comes, with a cap for each holder."""
