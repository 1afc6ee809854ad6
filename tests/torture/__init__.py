"""Programs killed, disks full, files damaged: what was acknowledged is kept, and all goes on."""
