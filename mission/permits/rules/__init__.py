"""Pure decisions of permits and bracelets: the credential, the lists, what may follow what."""
