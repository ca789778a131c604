import { stripVTControlCharacters } from 'node:util'
import type { TextOptions } from '../../../functions/views/text.ts'

type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>

const NARROWEST = 40
const WIDEST = 120

/** Colour is for people at a terminal that has it, who have not refused it (no-color.org). */
export const wantsColor = (stream: Stream): boolean =>
  Boolean(stream.isTTY) && !process.env.NO_COLOR && process.env.TERM !== 'dumb'

/** How text views are to be written to standard output; `origin` is the Worker's address, where there is one. */
export const textOptions = (origin?: string): TextOptions => ({
  now: Date.now(),
  width: Math.min(Math.max(process.stdout.columns || 80, NARROWEST), WIDEST),
  color: wantsColor(process.stdout),
  ...(origin === undefined ? {} : { origin }),
})

/** Writes text that ends with a line break; colours are taken out where they are not wanted. */
export function print(text: string, stream: Stream = process.stdout): void {
  const shown = wantsColor(stream) ? text : stripVTControlCharacters(text)
  stream.write(shown.endsWith('\n') ? shown : `${shown}\n`)
}

/** Writes a value as indented JSON. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, null, 2))

/** Writes a value for programs or its text for people. */
export const printAs = <T>(format: 'text' | 'json', value: T, text: (value: T) => string): void =>
  format === 'json' ? printJson(value) : print(text(value))
