"""Languages and organisations as data: loads and checks the TOML files of this folder."""
