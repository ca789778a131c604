/** A policy as its fact's value says it (supabase/catalog/policies.sql). */
interface Policy {
  permissive: boolean
  command: string
  roles: readonly string[]
  /** What must hold of a row; null: nothing. */
  using: readonly string[] | null
  check: readonly string[] | null
}

/**
 * Whether the second policy can let through no row that the first holds back. True only where it can be proven: fewer roles
 * or commands, or further conditions joined by AND; of a restrictive policy, the other way round.
 */
export function isNarrower(from: string, to: string): boolean {
  const [old, now] = [policyOf(from), policyOf(to)]
  if (old === null || now === null) return false
  // One that only restricts lets nothing through by itself.
  if (old.permissive && !now.permissive) return true
  if (old.permissive !== now.permissive) return false
  const [wide, small] = old.permissive ? [old, now] : [now, old]
  const commands = wide.command === small.command || wide.command === 'all'
  const roles = wide.roles.includes('public') || small.roles.every((role) => wide.roles.includes(role))
  return commands && roles && asksMore(old, now, small.command)
}

/** Whether each condition of one policy is one of the other's, in all that a command asks. */
function asksMore(old: Policy, now: Policy, command: string): boolean {
  const using = command === 'insert' || includes(now.using, old.using)
  const check = command === 'select' || command === 'delete' || includes(now.check ?? now.using, old.check ?? old.using)
  return using && check
}

const includes = (all: readonly string[] | null, some: readonly string[] | null) =>
  some === null || (all !== null && some.every((condition) => all.includes(condition)))

const HEAD =
  /^as (permissive|restrictive) for (\w+) to ((?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+)(?:, (?:"(?:[^"]|"")*"|[\w$\u0080-\uffff]+))*)/

function policyOf(value: string): Policy | null {
  const [head, kind, command = '', roles = ''] = HEAD.exec(value) ?? []
  if (head === undefined) return null
  const using = clauseAt(value, head.length, ' using ')
  const check = clauseAt(value, using.end, ' with check ')
  if (check.end !== value.length) return null
  return {
    permissive: kind === 'permissive',
    command,
    roles: roles.split(', '),
    using: using.conditions,
    check: check.conditions,
  }
}

/** The conditions of a clause that may stand at an offset, and where it ends. */
function clauseAt(text: string, at: number, word: string): { conditions: string[] | null; end: number } {
  if (!text.startsWith(`${word}(`, at)) return { conditions: null, end: at }
  const start = at + word.length
  const end = closingOf(text, start)
  return { conditions: conditionsOf(text.slice(start, end)), end }
}

/** Offset after the bracket that closes the one at `start`. */
function closingOf(text: string, start: number): number {
  let depth = 0
  for (const { at, char } of bare(text, start)) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth === 0) return at + 1
  }
  return -1
}

/** The characters outside of quotes, with their offsets. */
function* bare(text: string, start = 0): Generator<{ at: number; char: string }> {
  let quote: string | null = null
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (quote === null && (char === "'" || char === '"')) quote = char
    else if (quote === char) quote = null
    else if (quote === null) yield { at, char }
  }
}

/** What AND joins at the outermost level; PostgreSQL puts brackets around each AND that it prints. */
function conditionsOf(expression: string): string[] {
  const inner = withoutBrackets(expression)
  const cuts: number[] = []
  let depth = 0
  for (const { at, char } of bare(inner)) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (depth === 0 && char === ' ' && inner.startsWith(' AND ', at)) cuts.push(at)
  }
  if (cuts.length === 0) return [inner]
  const starts = [0, ...cuts.map((at) => at + ' AND '.length)]
  return starts.flatMap((from, i) => conditionsOf(inner.slice(from, cuts[i] ?? inner.length)))
}

function withoutBrackets(text: string): string {
  return text.startsWith('(') && closingOf(text, 0) === text.length ? withoutBrackets(text.slice(1, -1)) : text
}
