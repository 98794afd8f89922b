"""From rows to Stories: read, check, shard, tell."""
