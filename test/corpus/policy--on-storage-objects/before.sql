-- The table is the platform's, its policies are ours.
create policy "Avatars are public" on storage.objects for select using (bucket_id = 'avatars');
create policy "Own folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = auth.uid()::text);
comment on policy "Own folder" on storage.objects is 'By the first folder.';
