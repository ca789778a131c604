create table public.stays (room int4range, at daterange, constraint one unique (room, at without overlaps));
