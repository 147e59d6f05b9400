"""What goes out to people: short, without anything personal, by ways that are safe for them."""
