import { expect, test } from 'vitest'
import { folderFrom } from '../../../functions/preflight/folder.ts'

const journal = (...tags: string[]) => JSON.stringify({ entries: tags.map((tag, i) => ({ when: i + 1, tag })) })
const files = (record: Record<string, string>) => new Map(Object.entries(record))

test('a folder of Drizzle 0.x, wherever it stands, in the order of its journal', () => {
  const found = folderFrom(
    files({
      'app/drizzle/0001_b.sql': 'b',
      'app/drizzle/meta/_journal.json': journal('0000_a', '0001_b', '0002_gone'),
      'app/drizzle/0000_a.sql': 'a',
      'app/drizzle/9999_orphan.sql': 'x',
    }),
  )
  expect(found).toEqual({
    layout: 'journal',
    migrations: [
      { tag: '0000_a', file: '0000_a.sql', when: 1, text: 'a' },
      { tag: '0001_b', file: '0001_b.sql', when: 2, text: 'b' },
      { tag: '0002_gone', file: '0002_gone.sql', when: 3, text: null },
    ],
  })
})

test('folders of Drizzle 1.0, by name', () => {
  const found = folderFrom(files({ 'd/20250102000000_b/migration.sql': 'b', 'd/20250101000000_a/migration.sql': 'a' }))
  expect(found).toMatchObject({
    layout: 'folders',
    migrations: [{ tag: '20250101000000_a', when: Date.UTC(2025, 0, 1) }, { tag: '20250102000000_b' }],
  })
})

test.each([
  [{}, 'there is neither meta/_journal.json'],
  [{ 'a/0000_a.sql': 'a' }, 'there is neither meta/_journal.json'],
  [{ 'meta/_journal.json': '{' }, 'meta/_journal.json is not a Drizzle journal'],
  [{ 'meta/_journal.json': '{"entries":[{"tag":"a"}]}' }, 'entries.0.when'],
  [{ 'a/meta/_journal.json': journal(), 'b/meta/_journal.json': journal() }, 'there are several migrations folders'],
])('%j is none', (record, reason) => {
  expect(folderFrom(files(record))).toEqual({ reason: expect.stringContaining(reason), mend: expect.any(String) })
})
