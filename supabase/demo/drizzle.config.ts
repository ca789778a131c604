import { defineConfig } from 'drizzle-kit'

/** From the repository's folder: npx drizzle-kit generate --config supabase/demo/drizzle.config.ts */
export default defineConfig({
  dialect: 'postgresql',
  schema: 'supabase/demo/schema.ts',
  out: 'supabase/demo/drizzle',
  entities: { roles: { provider: 'supabase' } },
})
