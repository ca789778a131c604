import { Publication } from './shapes.ts'

/** What was published for a target last; null: nothing yet. */
export async function newestPublication(db: D1Database, target: string): Promise<Publication | null> {
  const row = await db
    .prepare(
      'select hash, tag, published_at as publishedAt from publications where target = ?1 order by seq desc limit 1',
    )
    .bind(target)
    .first()
  return row && Publication.parse(row)
}
