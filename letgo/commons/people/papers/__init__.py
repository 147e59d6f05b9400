"""Printed forms, and the code that brings them back."""
