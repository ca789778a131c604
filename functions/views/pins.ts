import { z } from 'zod'
import { pinCommand } from '../model/commands.ts'
import type { Decision } from '../model/decision.ts'
import { Fact } from '../model/fact.ts'
import { PinChanges } from '../model/pin.ts'
import { age } from './age.ts'
import { dim, type TextOptions, visible, wrap } from './text/lines.ts'
import { table } from './text/table.ts'
import { count, stamp } from './words/text.ts'

/** One act of pinning, as views need it; `at` in ms. */
export interface PinSummary extends Decision {
  hash: string
  at: number
  /** CATALOG_VERSION of whoever read the facts. */
  catalog: number
  facts: number
  counts: Record<string, number>
  previous: string | null
  /** How many facts differ from the pin before; null: there is none, or they do not compare. */
  changes: { added: number; changed: number; removed: number } | null
}

/** A pin with all that it holds. */
export interface PinInFull extends Omit<PinSummary, 'changes'> {
  changes: PinChanges | null
  content: readonly Fact[]
}

/** A pin in a list. */
export const PinJson = z.object({
  hash: z.string().describe('SHA-256 of the facts: its name'),
  who: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  catalog: z.number().int().describe('Pins of other versions of the catalog do not compare'),
  facts: z.number().int(),
  counts: z.record(z.string(), z.number().int()).describe('How many facts of each kind'),
  previous: z.string().nullable().describe('The pin before it'),
  changes: z
    .object({ added: z.number().int(), changed: z.number().int(), removed: z.number().int() })
    .nullable()
    .describe('How many facts differ from the pin before; null where there is none, or they do not compare'),
})

/** A pin with its facts, and the keys that differ from the pin before. */
export const PinInFullJson = PinJson.extend({ changes: PinChanges.nullable(), content: z.array(Fact) })

/** A pin with its time as ISO 8601. */
export const pinJson = (pin: PinSummary): z.infer<typeof PinJson> => ({ ...pin, at: new Date(pin.at).toISOString() })

/** A pin in full with its time as ISO 8601. */
export const pinInFullJson = (pin: PinInFull): z.infer<typeof PinInFullJson> => ({
  ...pin,
  at: new Date(pin.at).toISOString(),
  content: [...pin.content],
})

/** `+2 ~1 -0`: what a pin changes against the one before. */
export const changesSaid = (changes: PinSummary['changes']): string =>
  changes === null ? '' : `+${changes.added} ~${changes.changed} -${changes.removed}`

/** `12 owner, 30 privilege`. */
export const countsSaid = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([kind, n]) => `${n} ${kind}`)
    .join(', ') || 'none'

/** The pins of a target, the newest first, which runs compare with. */
export function pinsText(target: string, pins: readonly PinSummary[], options: TextOptions): string {
  if (pins.length === 0) return `nobody pinned ${target} yet: ${pinCommand(target)}`
  const headings = ['', 'PINNED', 'FACTS', 'CHANGES', 'WHO', 'PIN', 'REASON']
  const rows = pins.map(({ at, facts, changes, who, hash, reason }, i) =>
    [
      i === 0 ? '*' : '',
      age(at, options.now),
      String(facts),
      changesSaid(changes),
      visible(who),
      hash.slice(0, 12),
      visible(reason).replaceAll(/\s+/g, ' '),
    ].map((text) => ({ text })),
  )
  return table(
    headings.map((heading) => ({ heading, right: heading === 'FACTS' })),
    rows,
  ).join('\n')
}

/** One pin: who approved what, what it changed, and every fact. */
export function pinText(pin: PinInFull, options: TextOptions): string {
  const { hash, who, reason, at, facts, counts, changes, content } = pin
  const changed =
    changes === null
      ? []
      : lines('added', changes.added).concat(lines('changed', changes.changed), lines('removed', changes.removed))
  return [
    `pin ${hash}`,
    `${stamp(at)} (${age(at, options.now)}) by ${visible(who)}`,
    ...wrap(reason, options.width),
    `${count(facts, 'fact')}: ${countsSaid(counts)}`,
    ...(changed.length === 0 ? [] : ['', ...changed]),
    '',
    ...content.flatMap(({ key, value }) => [
      visible(key),
      ...visible(value)
        .split('\n')
        .map((line) => dim(`    ${line}`, options)),
    ]),
  ].join('\n')
}

const lines = (word: string, keys: readonly string[]) => keys.map((key) => `${word.padEnd(8)}${visible(key)}`)
