import { createColors } from 'picocolors'
import stringWidth from 'string-width'
import type { Severity } from '../../model/finding.ts'
import type { RunStatus } from '../../model/run.ts'

/** What every text view needs to know of the reader. */
export interface TextOptions {
  /** ms since the epoch */
  now: number
  /** Columns of the terminal. */
  width: number
  color: boolean
  /** Address of the Worker, for the commands that show more. */
  origin?: string
}

/** The first column: status or severity; the rest hangs to the right of it. */
export const MARGIN = 10

type Colors = ReturnType<typeof createColors>

const shades = {
  fail: 'red',
  critical: 'red',
  high: 'red',
  warn: 'yellow',
  medium: 'yellow',
  low: 'yellow',
  unknown: 'magenta',
  pass: 'green',
  info: 'cyan',
} as const satisfies Record<RunStatus | Severity, keyof Colors>

/** Paints a text in the colour of a status or severity, where colours are wanted. */
export const shade = (of: RunStatus | Severity, text: string, { color }: TextOptions): string =>
  createColors(color)[shades[of]](text)

/** Paints what matters less. */
export const dim = (text: string, { color }: TextOptions): string => createColors(color).dim(text)

/** Replaces what a name in a database may hold and a terminal would obey: control characters, turns of direction. */
export const visible = (text: string): string => text.replaceAll(/[^\P{Cc}\n\t]|\p{Bidi_Control}/gu, '\u{FFFD}')

/** How many columns of a terminal a text takes: a wide character has two, a mark that combines none. */
export const columnsOf = (text: string): number => stringWidth(text)

/** Breaks a text between words into lines of at most `width` columns; a longer word has its own line. */
export function wrap(text: string, width: number): string[] {
  return visible(text)
    .split(/\s+/)
    .reduce<string[]>((lines, word) => {
      const last = lines.at(-1)
      if (last === undefined || columnsOf(last) + 1 + columnsOf(word) > width) return [...lines, word]
      return [...lines.slice(0, -1), `${last} ${word}`]
    }, [])
}

/** Lines behind a label in the margin. `painted` is the label with its colour. */
export function hang(label: string, lines: readonly string[], painted = label): string[] {
  const gap = ' '.repeat(Math.max(MARGIN - columnsOf(label), 1))
  return lines.map((line, i) => (i === 0 ? `${painted}${gap}${line}` : `${' '.repeat(MARGIN)}${line}`).trimEnd())
}

/** Statements and commands keep their lines, so that they can be copied; remarks (`-- `) are wrapped. */
export const mending = (texts: readonly string[], width: number): string[] =>
  texts.flatMap((text) =>
    text.startsWith('-- ')
      ? wrap(text.slice(3), width - 3).map((line) => `-- ${line}`)
      : visible(text).trimEnd().split('\n'),
  )

/** Room for text to the right of the margin. */
export const bodyWidth = ({ width }: TextOptions): number => Math.max(width - MARGIN, 30)
