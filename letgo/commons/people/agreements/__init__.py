"""What a person says yes to, and takes back."""
