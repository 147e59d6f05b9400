"""Pages of the public record: what was done, in plain words, each with its proof."""
