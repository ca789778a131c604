import { expect, test } from 'vitest'
import { judgeFolder } from '../../../functions/journal/folder.ts'
import type { Fault, FolderFault } from '../../../functions/model/blueprint.ts'
import { migration } from './build.ts'

const migrations = [migration('0000_a', 0), migration('0001_b', 1), migration('0001_b', 1)]
const fault = (kind: Fault['kind'], statement: number | null = 2): Fault => ({
  kind,
  migration: '0001_b',
  file: '0001_b.sql',
  statement,
  line: 7,
  sqlstate: '42703',
  message: 'column "x" does not exist',
  excerpt: 'select x',
  unknown: [],
})
const judge = (folder: FolderFault[], faults: Fault[] = []) =>
  judgeFolder({ layout: 'journal', migrations, folder, faults }).findings.map(
    ({ key, severity }) => `${severity} ${key}`,
  )

test('a sound folder has no finding', () => {
  expect(judge([])).toEqual([])
})

test.each<[FolderFault, string]>([
  [{ kind: 'orphan-file', file: '0002_x.sql' }, 'medium migrations:orphan-file:0002_x.sql'],
  [{ kind: 'undated-folder', file: 'old/migration.sql' }, 'critical migrations:undated-folder:old/migration.sql'],
  [{ kind: 'same-number', number: '0001', files: ['0001_b.sql', '0001_c.sql'] }, 'low migrations:same-number:0001'],
  [{ kind: 'duplicate-entry', tag: '0001_b', idx: 2 }, 'high migrations:duplicate-entry:0001_b'],
  [{ kind: 'duplicate-entry', tag: '0000_a', idx: 0 }, 'low migrations:duplicate-entry:0000_a'],
  [{ kind: 'idx-gap', tag: '0001_b', idx: 3, expected: 1 }, 'info migrations:idx-gap:0001_b'],
])('%o', (fault, told) => {
  expect(judge([fault])).toEqual([told])
})

test.each<[Fault, string]>([
  [fault('missing-file', null), 'critical migrations:missing-file:0001_b'],
  [fault('failed'), 'high migrations:failed:0001_b:2'],
  [fault('not-in-transaction'), 'medium migrations:not-in-transaction:0001_b:2'],
  [fault('empty', null), 'medium migrations:empty:0001_b'],
  [fault('encoding', null), 'medium migrations:encoding:0001_b'],
])('%o', (fault, told) => {
  expect(judge([], [fault])).toEqual([told])
})

test('the same fault twice is one finding', () => {
  expect(judge([], [fault('failed'), fault('failed')])).toHaveLength(1)
})
