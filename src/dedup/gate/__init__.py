"""The gate: rules against what was found, the findings that they give, and which of those somebody has accepted."""
