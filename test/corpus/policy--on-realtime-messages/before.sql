create policy listen on realtime.messages for select to authenticated using (realtime.topic() = 'room');
