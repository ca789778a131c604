import { word } from '../../model/commands.ts'
import type { LintReport } from '../../model/lint.ts'
import type { Reason } from '../../model/deploy.ts'
import { Severity } from '../../model/findings/shared.ts'
import type { Prediction, Preflight } from '../../model/preflight.ts'
import type { StepContext, StepOutcome } from '../step.ts'

/** What was foretold of the migrations of a commit. */
export interface Foretold {
  /** For people: the repository, and which commit of it. */
  commit: string
  preflight: Preflight
  /** The command that shows all of it. */
  mend: string
}

/** So many statements are told by name; the rest as a number. */
const MOST = 5

/** What a preflight means for a deploy: what will fail stops it; what is not known, and lint, is said and stops nothing. */
export function outcomeOf({ commit, preflight, mend }: Foretold): StepOutcome {
  const { pending, predictions, migrations, lint } = preflight
  const fails = predictions.filter(({ verdict }) => verdict === 'fails')
  const told = [
    `${commit}: ${pending.length} of ${migrations} migrations are pending`,
    ...(fails.length > 0 ? [`${statements(fails.length)} will fail`] : []),
    ...tally(predictions, 'unknown', 'nobody can say of'),
    ...tally(predictions, 'data', 'the rows decide'),
    ...tally(predictions, 'hidden', 'something else is there for'),
    ...lintSaid(lint),
  ].join('; ')
  return { verdict: fails.length > 0 ? 'stop' : 'go', said: told, reasons: reasonsOf(fails, mend) }
}

const statements = (n: number) => `${n} statement${n === 1 ? '' : 's'}`

function tally(predictions: readonly Prediction[], wanted: Prediction['verdict'], said: string): string[] {
  const n = predictions.filter(({ verdict }) => verdict === wanted).length
  return n === 0 ? [] : [`${said} ${statements(n)}`]
}

/** The gravest first; what is merely informing is not told. */
function lintSaid(lint: LintReport | null): string[] {
  const counts = Severity.options
    .filter((severity) => severity !== 'info')
    .map(
      (severity) => [severity, lint?.findings.filter((finding) => finding.severity === severity).length ?? 0] as const,
    )
    .filter(([, n]) => n > 0)
  return counts.length === 0 ? [] : [`lint: ${counts.map(([severity, n]) => `${n} ${severity}`).join(', ')}`]
}

/** The first stands in the way; those after it are foretold as if it were mended. */
function reasonsOf(fails: readonly Prediction[], mend: string): Reason[] {
  const step = 'preflight'
  const named = fails.slice(0, MOST).map(({ migration, file, line, sqlstate, message }): Reason => ({
    what: 'step',
    step,
    said: `${migration} will fail: ${sqlstate === null ? '' : `${sqlstate} `}${message} (${file}:${line})`,
    mend,
  }))
  const rest = fails.length - named.length
  return rest === 0 ? named : [...named, { what: 'step', step, said: `and ${statements(rest)} more`, mend }]
}

/**
 * The command that foretells the same again and shows all of it.
 * @param path of a file in the migrations folder
 */
export function showing({ target }: Pick<StepContext, 'target'>, path = 'drizzle/meta/_journal.json'): string {
  const folder = path.replace(/(?:^|\/)(?:meta\/_journal\.json|[^/]+\/migration\.sql)$/, '') || '.'
  return `tar c ${word(folder)} | curl --data-binary @- -H "Authorization: Bearer $PLUMBLINE_TOKEN" $URL/${target.name}/preflight`
}
