import type { RowChange } from '../../../functions/journal/repair/change.ts'
import type { Finding } from '../../../functions/model/finding.ts'
import type { JournalRow } from '../../../functions/model/prediction.ts'
import { list, short, stamp } from '../../../functions/views/words/text.ts'
import { planRows } from '../../journal/repair-rows.ts'
import type { Live } from '../../commands/support/journal.ts'
import type { Plan } from '../plan.ts'
import type { Prepared } from '../prepare.ts'
import { harmless, type JournalRepair, type Step } from './step.ts'

const repair = (name: string, title: string, why: readonly string[], how: JournalRepair): Step =>
  harmless({ name, title, why, does: { do: 'journal', repair: how } })

/**
 * The step that makes journal and catalog speak of one point of the history, where they are whole migrations apart; null
 * where they are not. Nothing else can be said of the catalog before that.
 */
export function realign(findings: readonly Finding[]): Step | null {
  for (const finding of findings) {
    if (finding.type === 'drift.nearest' && finding.between.length > 0) {
      const tags = finding.between.map(({ tag }) => tag)
      const left =
        finding.left.length === 0 ? [] : [`${list(finding.left)} will still differ: the next plan says what to do`]
      return finding.direction === 'ahead'
        ? repair(
            'journal',
            `The catalog is at ${finding.nearest}, the journal at ${finding.journal ?? 'nothing'}: record ${list(tags)}`,
            ['rows were lost, or never written: Drizzle would run those migrations again, and fail', ...left],
            { applied: tags },
          )
        : repair(
            'journal',
            `The journal is at ${finding.journal}, the catalog at ${finding.nearest ?? 'nothing'}: forget ${list(tags)}`,
            [
              'the rows stand for migrations that are not in: a database that was brought back, or rows written by hand; migrate then runs them',
              ...left,
            ],
            { unapplied: tags },
          )
    }
    if (finding.type === 'drift.pushed' && finding.without.length === 0 && finding.others.length === 0) {
      const tags = finding.migrations.map(({ tag }) => tag)
      return repair(
        'journal',
        `All that ${list(tags)} make is there already: record them`,
        ['drizzle-kit push made it, or a migrator that ended before it wrote its rows'],
        { applied: tags },
      )
    }
  }
  return null
}

const STAMPS = ['journal.null-created-at', 'journal.skipped', 'journal.future']

/** The steps that put rows of the journal right. */
export async function journalSteps(prepared: Prepared, live: Live, findings: readonly Finding[]): Promise<Step[]> {
  const again = findings.flatMap((finding) => (finding.type === 'journal.rerun' ? [finding] : []))
  const named = again.flatMap(({ reason, rows }) => (reason === 'name' ? rows.map(({ tag }) => tag) : []))
  const isStamped = findings.some(({ type }) => STAMPS.includes(type)) || again.some(({ reason }) => reason === 'when')
  const steps = [
    ...(isStamped
      ? [
          repair(
            'stamps',
            'Stamps are wrong: put them right in _journal.json and in the rows',
            ['as they are, Drizzle skips migrations for ever or runs them again'],
            { fixWhen: true as const },
          ),
        ]
      : []),
    ...(named.length > 0
      ? [
          repair(
            'names',
            `Rows lack the names of ${list(named)}: write them`,
            ['Drizzle 1.0 knows a migration by its name alone'],
            { applied: named },
          ),
        ]
      : []),
  ]
  for (const row of strays(prepared.plan, findings)) steps.push(await forget(prepared, live, row))
  return steps
}

interface Stray {
  row: JournalRow
  why: string[]
}

/** Rows that stand for no migration, or for one twice. */
function strays({ live }: Plan, findings: readonly Finding[]): Stray[] {
  const rows = live.rows.state === 'read' ? live.rows.rows : []
  return findings.flatMap((finding): Stray[] => {
    if (finding.type === 'journal.unknown-row') {
      const at = finding.createdAt === null ? '' : `, stamped ${stamp(finding.createdAt)}`
      const why = [
        `no migration of the folder has its hash${at}: it was applied from another branch, or written by hand`,
        `look for its file first: git log --all --oneline -S'${finding.createdAt ?? finding.hash}' -- '*_journal.json'`,
        'if there is one, bring it back into the folder and plan again; only if there is none, take the row away',
      ]
      return rows.filter(({ id, hash }) => id === finding.id && hash === finding.hash).map((row) => ({ row, why }))
    }
    if (finding.type === 'journal.duplicate-row') {
      const why = [`${finding.tag ?? 'what it stands for'} has another row`]
      return finding.spare.flatMap(({ id, hash }) =>
        rows.filter((row) => row.id === id && row.hash === hash).map((row) => ({ row, why })),
      )
    }
    return []
  })
}

async function forget({ folder, plan }: Prepared, live: Live, { row, why }: Stray): Promise<Step> {
  const title = `Take away journal row ${row.id} (hash ${short(row.hash)})`
  const change: RowChange = { do: 'delete', tag: short(row.hash), row }
  const { layout } = folder.folder
  const wish = { what: title, live, flavour: plan.flavour, layout, entries: plan.entries, entriesAfter: plan.entries }
  const { script, harms } = await planRows({ ...wish, changes: [change], wanted: { tags: [], verdict: 'applies' } })
  const name = `row:${row.id}:${row.hash.slice(0, 12)}`
  const harm = harms.map(({ tag, to }) => `without it ${tag} would be ${to}: put that right first`)
  return {
    ...harmless({ name, title, why: [...why, ...harm], does: { do: 'script', script } }),
    after: harm[0] ?? null,
  }
}
