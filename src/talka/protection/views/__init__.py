"""HTTP to actions and queries and back: documents, who answers, requests."""
