import { judgeFolder } from '../../../functions/journal/folder.ts'
import { judgeSupabaseFolder } from '../../../functions/journal/supabase/judge.ts'
import type { Blueprint, Fault, Stub } from '../../../functions/model/blueprint.ts'
import { markAt } from '../../../functions/model/blueprint.ts'
import type { Finding } from '../../../functions/model/finding.ts'
import { judgeSnapshots } from '../../../functions/snapshots/judge.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap } from '../../../functions/views/text/lines.ts'
import { unknownBlock } from '../../../functions/views/text/target.ts'
import type { TextOptions } from '../../../functions/views/text.ts'
import { count } from '../../../functions/views/words/text.ts'
import { words } from '../../../functions/views/words.ts'

/** What is wrong with a folder that its replay does not already say: of its journal, its files, its snapshots and the Supabase CLI's files. */
export const folderFindings = ({ content }: Blueprint): Finding[] => [
  ...judgeFolder({ ...content, faults: [] }).findings,
  ...judgeSnapshots(content).findings,
  ...judgeSupabaseFolder(content.supabase),
]

/** Whether a blueprint was built without anything that a person must look at. */
export const isClean = (blueprint: Blueprint): boolean =>
  blueprint.content.faults.length === 0 &&
  judgeSnapshots(blueprint.content).unknowns.length === 0 &&
  folderFindings(blueprint).every(({ severity }) => severity === 'info')

/** How many facts hold after the last migration. */
export const factCount = ({ content }: Blueprint): number =>
  content.groups.reduce((sum, { marks }) => sum + markAt(marks, content.migrations.length - 1)[1], 0)

/** What a build came to: the blueprint, every fault with its place, and what was passed over. */
export function summaryText(blueprint: Blueprint, notes: readonly string[], options: TextOptions): string {
  const { faults, stubs } = blueprint.content
  const clean = isClean(blueprint)
  const label = clean ? 'BUILT' : 'FAULTS'
  const blocks = [
    hang(label, about(blueprint, notes, options), shade(clean ? 'pass' : 'fail', label, options)),
    ...faults.map((fault) => faultBlock(fault, options)),
    ...folderFindings(blueprint).map((finding) => findingBlock(finding, options)),
    ...stubs.map((stub) => stubBlock(stub, options)),
    ...judgeSnapshots(blueprint.content).unknowns.map((unknown) => unknownBlock(unknown, options)),
  ]
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`
}

function about(blueprint: Blueprint, notes: readonly string[], options: TextOptions): string[] {
  const { migrations, platform, supabase } = blueprint.content
  const first = migrations[0]?.tag
  const last = migrations.at(-1)?.tag
  const range = first === undefined ? 'no migrations' : first === last ? first : `${first} … ${last}`
  const prepared = platform === 'supabase' ? ', prepared like a Supabase project' : ''
  return [
    `${count(migrations.length, 'migration')} (${range}), ${count(factCount(blueprint), 'fact')}`,
    dim(`replayed by ${blueprint.replayedBy}${prepared}`, options),
    ...(supabase === undefined
      ? []
      : [
          dim(
            `beside it ${count(supabase.files.length, 'migration')} of the Supabase CLI, to hold against its history`,
            options,
          ),
        ]),
    dim(`blueprint ${blueprint.tag.slice(0, 20)} (${blueprint.hash.slice(0, 12)})`, options),
    ...notes,
  ]
}

function faultBlock(
  { file, line, statement, sqlstate, message, excerpt, unknown }: Fault,
  options: TextOptions,
): string[] {
  const place = line === null ? file : `${file}:${line}`
  const parts = [
    place,
    ...(statement === null ? [] : [`statement ${statement}`]),
    ...(sqlstate === null ? [] : [sqlstate]),
  ]
  const blind = unknown.includes('*') ? 'everything that comes after it' : unknown.join(', ')
  return hang(
    'fault',
    [
      ...wrap(`${parts.join(', ')}: ${message}`, bodyWidth(options)),
      ...(excerpt === '' ? [] : [dim(`  ${visible(excerpt)}`, options)]),
      ...(blind === '' ? [] : wrap(`unknown because of it: ${blind}`, bodyWidth(options))),
    ],
    shade('high', 'fault', options),
  )
}

function findingBlock(finding: Finding, options: TextOptions): string[] {
  const { title, mend } = words(finding)
  const lines = mending(mend, bodyWidth(options) - 2).map((line) => `  ${line}`)
  return hang(
    finding.severity,
    [...wrap(title, bodyWidth(options)), ...lines],
    shade(finding.severity, finding.severity, options),
  )
}

const stubBlock = ({ extension, migration, reason }: Stub, options: TextOptions): string[] =>
  hang(
    'stub',
    wrap(
      `extension ${extension} (${migration}): ${reason}; what it would have made is unknown. ` +
        '--shadow-url replays on a PostgreSQL that has it.',
      bodyWidth(options),
    ),
    shade('unknown', 'stub', options),
  )
