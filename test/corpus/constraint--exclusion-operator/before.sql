create table public.zones (area box, constraint apart exclude using gist (area with &&));
