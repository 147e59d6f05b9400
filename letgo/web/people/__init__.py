"""Pages about oneself and others: details, safe contact, who acts for whom, what was agreed to, and worries about someone."""
