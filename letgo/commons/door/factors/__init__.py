"""Second steps: a PIN for who shares a phone; an app, recovery codes and passkeys for who has duties; accounts elsewhere."""
