import { expect, test } from 'vitest'
import type { BlueprintIndex, BlueprintParts, FactVersion } from '../../../functions/model/blueprint.ts'
import type { Prediction } from '../../../functions/model/preflight.ts'
import { withProvenance } from '../../../functions/run/preflight/provenance.ts'

const prediction = (fact: string): Prediction => ({
  migration: '0002_c',
  file: '0002_c.sql',
  statement: 1,
  line: 1,
  column: 1,
  verdict: 'fails',
  sqlstate: '42701',
  message: '',
  detail: null,
  hint: null,
  excerpt: '',
  asIfMended: false,
  cause: { by: 'target', fact, from: 'unknown' },
  mend: [],
})
const facts: FactVersion[] = [
  ['column:public.a.made', null, 'text', 0, 1],
  ['column:public.a.made', null, 'integer', 1, null],
  ['column:public.a.pending', null, 'text', 2, null],
]
const index = {
  groups: [{ kind: 'column', schema: 'public', marks: [], shards: 1, ref: 'group' }],
  migrations: ['0000_a', '0001_b', '0002_c'].map((tag) => ({ tag })),
} as unknown as BlueprintIndex
const parts: BlueprintParts = {
  shards: async () => ({ shards: [{ marks: [], ref: 'shard' }] }),
  facts: async () => facts,
}

test.each([
  ['column:public.a.made', { migration: '0001_b' }],
  ['column:public.a.pending', 'drift'],
  ['column:public.a.by_hand', 'drift'],
])('%s: %j', async (fact, from) => {
  const [told] = await withProvenance([prediction(fact)], ['0002_c'], { index, parts })
  expect(told?.cause).toEqual({ by: 'target', fact, from })
})

test('without a blueprint nobody knows', async () => {
  expect(await withProvenance([prediction('column:public.a.made')], [], null)).toMatchObject([
    { cause: { from: 'unknown' } },
  ])
})
