create table public."Order" ("Total (€)" numeric, "a.b" text, "say ""hi""" text, "user" text, "UPPER" text);
