create publication supabase_realtime_messages_publication;
alter publication supabase_realtime set (publish = 'insert');
alter publication supabase_realtime add table realtime.messages;
