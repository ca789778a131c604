import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { CATALOG_SQL } from '../../../supabase/functions/plumbline-catalog/catalog.ts'
import { readCatalog } from '../../../scripts/catalog.ts'
import { EDGE_CATALOG, edgeCatalog } from '../../../scripts/edge-catalog.ts'
import { importsOf, ROOT, sourcesIn } from './source.ts'

test('the Edge Function has the texts of supabase/catalog as they are: else npm run edge:catalog', () => {
  expect(readFileSync(EDGE_CATALOG, 'utf8')).toBe(edgeCatalog())
  expect(CATALOG_SQL).toEqual(readCatalog())
})

test('every package that the Edge Function’s sources use stands in its deno.json, in the version of package.json', () => {
  const { dependencies } = Package.parse(json('package.json'))
  expect(json('supabase/functions/plumbline-catalog/deno.json')).toEqual({
    imports: Object.fromEntries(packagesOf().map((name) => [name, `npm:${name}@${dependencies[name]}`])),
  })
})

const Package = z.object({ dependencies: z.record(z.string(), z.string()) })

const json = (name: string): unknown => JSON.parse(readFileSync(join(ROOT, name), 'utf8'))

/** The packages that are loaded with the function: its own sources, and whatever they load. */
function packagesOf(): string[] {
  const sources = new Map([...sourcesIn('functions'), ...sourcesIn('supabase/functions')].map((own) => [own.path, own]))
  const found = new Set<string>()
  const visit = (path: string): void => {
    if (found.has(path)) return
    found.add(path)
    const source = sources.get(path)
    if (source) for (const { target, type } of importsOf(source)) if (target !== null && !type) visit(target)
  }
  visit('supabase/functions/plumbline-catalog/index.ts')
  return [...found].filter((path) => !/^(?:functions|supabase)\//.test(path)).toSorted()
}
