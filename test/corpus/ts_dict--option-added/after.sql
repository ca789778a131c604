create text search dictionary public."Plain" (template = simple, accept = false);
