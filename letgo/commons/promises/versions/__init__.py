"""Rules in their versions: brought in by packs, changed here from a day on, agreed by someone else, taken back before their day."""
