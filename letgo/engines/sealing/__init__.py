"""Seals: canonical JSON and its digest, hash chain, Merkle tree, auditable lots; `verify.py` checks certificates."""
