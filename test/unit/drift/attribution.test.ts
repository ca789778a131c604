import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candidatePoints, migrationsBetween } from '../../../functions/drift/attribution/candidates.ts'
import { explainedBy, pushedMigrations } from '../../../functions/drift/attribution/pushed.ts'
import { compare, rootCauses } from '../../../functions/drift/compare.ts'
import { markAt, type FactVersion, type IndexedGroup, type Mark } from '../../../functions/model/blueprint.ts'
import type { Fact } from '../../../functions/model/fact.ts'

const group = (kind: string, marks: Mark[]): IndexedGroup => ({ kind, schema: 'public', marks, shards: 1, ref: kind })

/** The fingerprints of a target that is at a point of the history. */
const at = (groups: readonly IndexedGroup[], position: number) =>
  groups.flatMap(({ kind, schema, marks }) => {
    const [, count, digest] = markAt(marks, position)
    return count === 0 ? [] : [{ kind, schema, count, digest }]
  })

const OF = 8
const everything = () => true
const made = (key: string, since: number, until: number | null = null): FactVersion => [key, null, key, since, until]
const histories = fc.array(
  fc.uniqueArray(fc.integer({ min: 0, max: OF - 1 }), { maxLength: 4 }).map((since) => since.toSorted((a, b) => a - b)),
  { minLength: 1, maxLength: 6 },
)

describe('the points that a target may be nearer to', () => {
  test('hold the one that it is at, or one that looks the same; and none where the journal is right', () => {
    fc.assert(
      fc.property(
        histories,
        fc.integer({ min: -1, max: OF - 1 }),
        fc.integer({ min: -1, max: OF - 1 }),
        (history, claimed, real) => {
          const groups = history.map((since, i) =>
            group(
              `k${i}`,
              since.map((position): Mark => [position, position + 1, `${i}-${position}`]),
            ),
          )
          const live = at(groups, real)
          const points = candidatePoints(groups, live, claimed, OF, everything)
          const same = (position: number) => JSON.stringify(at(groups, position)) === JSON.stringify(live)
          expect(same(claimed) ? points.every(same) : same(points[0] ?? claimed)).toBe(true)
        },
      ),
    )
  })

  test('what cannot be compared counts for nothing', () => {
    const groups = [group('view', [[0, 1, 'a']]), group('table', [[1, 1, 'b']])]
    expect(candidatePoints(groups, at(groups, 1), 0, 2, everything)).toEqual([1])
    expect(candidatePoints(groups, at(groups, 1), 0, 2, ({ kind }) => kind === 'view')).toEqual([1])
    expect(candidatePoints(groups, at(groups, 1), -1, 2, ({ kind }) => kind === 'index')).toEqual([0, 1])
  })

  test('have the migrations between them and the claimed one', () => {
    expect([...migrationsBetween(3, [1, 5])]).toEqual([2, 3, 4, 5])
    expect([...migrationsBetween(-1, [1])]).toEqual([0, 1])
    expect([...migrationsBetween(2, [])]).toEqual([])
  })
})

describe('migrations that were pushed', () => {
  const versions = [
    made('table:a', 0),
    made('column:a.x', 1),
    made('table:b', 1),
    made('function:f()', 1),
    made('table:c', 2),
    made('column:a.y', 0, 2),
  ]
  const history = { applied: [true, false, false], skipped: new Set<number>() }
  const find = (keys: string[], more: Partial<Parameters<typeof pushedMigrations>[0]> = {}) => {
    const facts = keys.map((key): Fact => ({ key, parent: null, value: key }))
    return pushedMigrations({ versions, facts, closed: [], history, position: 0, candidates: [1, 2], ...more })
  }
  const first = ['table:a', 'column:a.x', 'table:b']

  test.each<[string, string[], number[], string[], number[]]>([
    ['nothing', ['table:a', 'column:a.y'], [], [], []],
    ['one object of it', ['table:a', 'column:a.y', 'table:b'], [], [], []],
    ['all that can be pushed', [...first, 'column:a.y'], [1], ['function'], []],
    ['all of it', [...first, 'column:a.y', 'function:f()'], [1], [], []],
    ['what removes, too', [...first, 'table:c'], [1, 2], ['function'], []],
    ['not what did not remove', [...first, 'table:c', 'column:a.y'], [1], ['function'], []],
    ['the second without the first', ['table:a', 'table:c'], [2], [], [1]],
  ])('%s', (_, keys, migrations, without, others) => expect(find(keys)).toEqual({ migrations, without, others }))

  test('what was not looked into, since both sides agree there, is not there', () => {
    const marks: Mark[] = [[1, 1, 'x']]
    expect(find(first, { closed: [{ kind: 'index', marks }] }).migrations).toEqual([])
    expect(find(first, { closed: [{ kind: 'trigger', marks }] })).toMatchObject({
      migrations: [1],
      without: ['function', 'trigger'],
    })
  })

  test('what Drizzle will skip was not pushed', () =>
    expect(find(first, { history: { ...history, skipped: new Set([1]) } }).migrations).toEqual([]))

  test('explain what they make and remove, and nothing else', () => {
    const facts = [...first, 'table:c', 'table:z'].map((key): Fact => ({ key, parent: null, value: key }))
    const roots = rootCauses(compare(versions, facts, history))
    const { explained, rest } = explainedBy(roots, [1, 2])
    expect(explained.map(({ key }) => key).toSorted()).toEqual(['column:a.x', 'column:a.y', 'table:b', 'table:c'])
    expect(rest.map(({ key }) => key)).toEqual(['table:z'])
  })
})
