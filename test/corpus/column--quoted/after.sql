create table public."Order" ("Total (€)" numeric(9, 2), "say ""hi""" text default '"', "user" text, upper text);
