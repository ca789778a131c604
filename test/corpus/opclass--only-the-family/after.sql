create operator family public.ns using btree;
