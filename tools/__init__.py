"""Programs around Prahari: what sets it up, not what it does. Nothing imports them."""
