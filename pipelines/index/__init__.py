"""The stage that makes sections searchable."""
