import type { RuleAbout } from '../../model/lint.ts'
import type { ParsedStatement } from '../parse/statement.ts'

/** What lint says of its own comments. */
export const IGNORE_COMMENT: RuleAbout = {
  id: 'ignore-comment',
  title: 'A comment that ignores a rule does not hold',
  severity: 'medium',
  why: 'An ignored rule is a decision: it names a rule that there is, says why, and goes when what it answered is gone.',
  lock: null,
  links: [],
}

/** `-- plumbline: ignore RULE[, RULE] because REASON`, before the statement that it speaks of. */
export interface Ignore {
  rules: string[]
  reason: string
  /** From 1, in the file. */
  line: number
  /** The whole file instead of the statement that follows. */
  file: boolean
  used: Set<string>
}

const COMMENT = /--[ \t]*plumbline:[ \t]*ignore(-file)?\b[ \t]*([^\n]*)/g
const WORDS = /^([\w-]+(?:[ \t]*,[ \t]*[\w-]+)*)?[ \t]*(?:because[ \t:]+(.*\S))?[ \t]*\r?$/i

/** The ignores of a file: for each statement those that stand between it and the one before, and those of the file. */
export function ignoresOf(
  text: string,
  statements: readonly ParsedStatement[],
): { own: Map<number, Ignore[]>; all: Ignore[] } {
  const own = new Map<number, Ignore[]>()
  const all: Ignore[] = []
  let from = 0
  for (const { number, start, sql } of [...statements, { number: -1, start: text.length, sql: '' }]) {
    const found = [...text.slice(from, start).matchAll(COMMENT)].map((match) =>
      ignoreOf(text, from + match.index, match),
    )
    own.set(number, found)
    all.push(...found)
    from = start + sql.length
  }
  return { own, all }
}

function ignoreOf(text: string, at: number, match: readonly string[]): Ignore {
  const [, names = '', reason = ''] = WORDS.exec(match[2] ?? '') ?? []
  return {
    rules: names === '' ? [] : names.split(',').map((name) => name.trim()),
    reason,
    line: text.slice(0, at).split('\n').length,
    file: match[1] !== undefined,
    used: new Set(),
  }
}

/** Why an ignore does not hold, in sentences; none where it does. To be asked when all statements were judged. */
export function faultsOf(ignore: Ignore, known: ReadonlySet<string>): string[] {
  const strange = ignore.rules.filter((name) => !known.has(name))
  const idle = ignore.rules.filter((name) => known.has(name) && !ignore.used.has(name))
  return [
    ...(ignore.rules.length === 0 ? ['The comment names no rule: nothing is ignored'] : []),
    ...(ignore.rules.length > 0 && ignore.reason === ''
      ? [`The comment ignores ${ignore.rules.join(', ')} without a reason: nothing is ignored`]
      : []),
    ...strange.map((name) => `There is no rule ${name}`),
    ...(ignore.reason === ''
      ? []
      : idle.map((name) => `${name} has nothing to say here any more: take the comment out`)),
  ]
}

/** The ignore that answers a rule at a statement, where it holds. */
export const answering = (ignores: readonly Ignore[], rule: string): Ignore | undefined =>
  ignores.find(({ rules, reason }) => reason !== '' && rules.includes(rule))
