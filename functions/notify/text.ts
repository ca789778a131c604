import { visible } from '../views/text/lines.ts'

/** As it may stand in a message: no control characters, no turns of direction, no halves of characters. */
export const clean = (text: string): string => visible(text).toWellFormed()

/** On one line. */
export const line = (text: string): string => clean(text).replaceAll(/\s+/g, ' ').trim()

/**
 * A text that, written as `write` does, has at most `most` UTF-16 units; what does not fit ends in an ellipsis. Never
 * half a character. `write` must not make a longer text shorter.
 */
export function fit(text: string, most: number, write: (text: string) => string = same): string {
  if (text.length <= most) {
    const whole = write(text)
    if (whole.length <= most) return whole
  }
  let low = 0
  let high = Math.min(text.length, most)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (write(begin(text, middle)).length <= most) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : write(begin(text, low))
}

const same = (text: string) => text

const begin = (text: string, length: number): string => {
  const last = text.charCodeAt(length - 1)
  const whole = last >= 0xd800 && last <= 0xdbff ? length - 1 : length
  return `${text.slice(0, whole)}…`
}

/** Word joiner: nothing is seen of it, and what it parts is no word any more. */
export const JOINER = '\u{2060}'

/** Text of which no program makes a link or a mention: addresses and @ are parted by what nobody sees. */
export const inert = (text: string): string =>
  clean(text)
    .replaceAll('://', `:${JOINER}//`)
    .replaceAll(/\b(mailto|tel|www)([:.])/gi, `$1${JOINER}$2`)
    .replaceAll('@', `@${JOINER}`)

/** A key as headers and addresses may have it: letters, digits, hyphens and _; two keys stay two. */
export const token = (key: string): string =>
  encodeURIComponent(key.toWellFormed()).replaceAll(
    /[^A-Za-z0-9-]/g,
    (char) => `_${(char.codePointAt(0) ?? 0).toString(16)}`,
  )

/** Replaces what must never be shown. */
export const redact = (text: string, secrets: readonly string[]): string =>
  secrets.filter((secret) => secret.length > 3).reduce((said, secret) => said.replaceAll(secret, '…'), text)
