create text search configuration public."Plain" (copy = simple);
alter text search configuration public."Plain" drop mapping for email, url;
