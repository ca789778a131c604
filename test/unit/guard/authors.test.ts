import { describe, expect, test } from 'vitest'
import { AuthorsText } from '../../../functions/model/question.ts'
import { readAuthorsSql } from '../../../scripts/catalog.ts'
import { AUTHORS_SQL } from '../../../supabase/functions/plumbline-catalog/catalog.ts'
import { columnsOf, readsOnlyIn, writesIn } from './read-only.ts'

const texts = Object.entries(readAuthorsSql())

describe('supabase/authors', () => {
  test.each(texts)('%s.sql is one SELECT that only reads, and answers no text of a statement', async (name, sql) => {
    const bound = sql.replaceAll(':"schema"', 'extensions').replaceAll(/:'(?:wanted|journal_\w+)'/g, `'[]'`)
    expect(await writesIn(bound)).toEqual([])
    const may = (schema: string) => schema === 'pg_catalog' || (name.endsWith('statements') && schema === 'extensions')
    expect(await readsOnlyIn(bound, may)).toEqual([])
    const columns = await columnsOf(bound)
    expect(columns.filter((column) => !['place', 'role', 'application', 'at'].includes(column))).toEqual([])
  })

  test('the model and the Edge Function have them all: else npm run edge:catalog', () => {
    expect(texts.map(([name]) => name).toSorted()).toEqual(
      AuthorsText.exclude(['place'])
        .options.map((name) => `authors/${name}`)
        .toSorted(),
    )
    expect(AUTHORS_SQL).toEqual(readAuthorsSql())
  })
})
