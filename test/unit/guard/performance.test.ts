import { describe, expect, test } from 'vitest'
import { PERFORMANCE_SQL } from '../../../supabase/functions/plumbline-catalog/catalog.ts'
import { PerformanceText } from '../../../functions/model/question.ts'
import { readPerformance } from '../../../scripts/catalog.ts'
import { readsOnlyIn, writesIn } from './read-only.ts'
import { importsOf, sourcesIn } from './source.ts'

const texts = Object.entries(readPerformance())

describe('supabase/performance', () => {
  test.each(texts)('%s.sql is one SELECT that only reads the system catalog and the extension', async (_, sql) => {
    const bound = sql.replaceAll(':"schema"', 'extensions').replaceAll(/:'(?:seen|journal_\w+)'/g, `'{}'`)
    expect(await writesIn(bound)).toEqual([])
    const ofExtension = /\/(?:info|statements)$/.test(_)
    const may = (schema: string) => schema === 'pg_catalog' || (ofExtension && schema === 'extensions')
    expect(await readsOnlyIn(bound, may)).toEqual([])
  })

  test('the model, the bundle and the Edge Function have them all: else npm run edge:catalog', () => {
    const names = texts.map(([name]) => name)
    expect(names.toSorted()).toEqual(PerformanceText.options.map((name) => `performance/${name}`).toSorted())
    expect(PERFORMANCE_SQL).toEqual(readPerformance())
    const bundle = sourcesIn('functions').find(({ path }) => path === 'functions/collect/performance-sql.ts')
    const bundled = bundle === undefined ? [] : importsOf(bundle).map(({ target }) => target ?? '')
    expect(bundled.flatMap((target) => /(performance\/\w+)\.sql$/.exec(target)?.[1] ?? []).toSorted()).toEqual(
      names.toSorted(),
    )
  })
})
