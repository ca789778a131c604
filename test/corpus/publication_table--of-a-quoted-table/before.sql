create table public."Notes.of" (id integer);
create publication "The one" for table only public."Notes.of";
