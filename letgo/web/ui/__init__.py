"""What every page is made of: shell, components, forms, pictures, refusals."""
