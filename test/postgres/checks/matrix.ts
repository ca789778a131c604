import { CHECKS } from '../../../functions/checks/list.ts'
import type { HealthId } from '../../../functions/model/health.ts'
import { SERVER_VERSIONS } from '../../../scripts/postgres/server.ts'
import { CASES } from './cases.ts'

/** What the tests saw of a check on one version. */
export interface Cells {
  told: string
  near: string
  poor: string
  locked: string
}

/** What the tests saw, by version and check. */
export type Matrix = ReadonlyMap<number, ReadonlyMap<HealthId, Cells>>

const HOW = {
  objects: 'made',
  events: 'made',
  between: 'made',
  rows: 'rows',
} as const

/** The page that shows what was seen. */
export function matrixPage(matrix: Matrix): string {
  const cell = (id: HealthId, name: keyof Cells) => {
    const all = SERVER_VERSIONS.map((version) => matrix.get(version)?.get(id)?.[name] ?? 'missing')
    return new Set(all).size === 1 ? (all[0] ?? '') : all.map((text, i) => `${SERVER_VERSIONS[i]}: ${text}`).join(', ')
  }
  const rows = CHECKS.map(({ id }) => {
    const cells = (['told', 'near', 'poor', 'locked'] as const).map((name) => cell(id, name))
    return `| [${id}](${id}.md) | ${HOW[CASES[id].how]} | ${cells.join(' | ')} |`
  })
  const shown = CHECKS.flatMap(({ id }) => {
    const one = CASES[id]
    return one.how === 'rows' ? [`- \`${id}\`: ${one.why}`] : []
  })
  return `# What the tests saw of each check

Written by \`npx vitest run -u test/postgres/checks\` on PostgreSQL ${SERVER_VERSIONS.join(', ')}; the tests fail where a cell is no longer so. A cell
without versions holds on all of them.

- **by**: what is wrong was *made* in a real server, or the real server's own *rows* were given the figures.
- **true case**, **near miss**: told, and not told.
- **without privileges**: by a role that may only sign in: the check is *unknown*, with the grant that opens it, or *sees all*, as every role does.
- **locked**: with ACCESS EXCLUSIVE held on every table, and awaited by another session: the check is *unknown*, or *answers* as ever.

| check | by | true case | near miss | without privileges | locked |
|---|---|---|---|---|---|
${rows.join('\n')}

By rows, since a test cannot bring about:

${shown.join('\n')}
`
}
