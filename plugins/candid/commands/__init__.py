"""The subcommands of ``candid``, one module each."""
