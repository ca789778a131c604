import { answer } from './answer.ts'

// A role of its own (supabase/migrations) where one is given, else the one that Supabase hands to every function.
const settings = {
  databaseUrl: Deno.env.get('PLUMBLINE_DATABASE_URL') ?? Deno.env.get('SUPABASE_DB_URL'),
  secret: Deno.env.get('PLUMBLINE_CATALOG_SECRET'),
}

Deno.serve((request) => answer(request, settings))
