create policy "Avatars are public" on storage.objects for select using (true);
