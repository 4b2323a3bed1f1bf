"""Who speaks, who is quoted, cited and named."""
