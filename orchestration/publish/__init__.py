"""Publication: the gated marts become a masked, read-only generation for analysts and reports."""
