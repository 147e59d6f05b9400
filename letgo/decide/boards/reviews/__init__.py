"""Someone in office is reviewed by facts that they can comment on and not change."""
