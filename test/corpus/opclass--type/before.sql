create operator family public.ns using btree;
create operator class public.ns for type integer using btree family public.ns as storage integer;
