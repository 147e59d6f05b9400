"""From money set aside to the bench in the park: stages with dates, what shows that they are done, and a resident's yes."""
