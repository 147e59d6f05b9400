"""Who belongs where: standing and memberships, as those may see them who look after them."""
