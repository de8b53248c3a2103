"""Documents about people's data, made from declarations and from who answers. Each is a `Report` in one language."""
