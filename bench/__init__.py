"""What Letgo claims about speed and memory, measured beside its peers: `python -m bench` (make bench)."""
