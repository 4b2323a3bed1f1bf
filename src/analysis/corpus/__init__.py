"""A file becomes a document, blocks with roles, sentences, tokens: every one a span of its file."""
