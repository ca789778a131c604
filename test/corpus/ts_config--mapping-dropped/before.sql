create text search configuration public."Plain" (copy = simple);
