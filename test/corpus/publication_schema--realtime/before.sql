alter publication supabase_realtime add tables in schema public;
