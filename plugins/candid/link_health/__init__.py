"""Whether a site's links still lead where they should: asked politely, remembered, and never by a build."""
