import { visible } from './lines.ts'

/** Text as XML 1.0 takes it (section 2.2): no control characters, no lone surrogates, no U+FFFE and U+FFFF, however they are escaped. */
export const xml = (text: string): string =>
  visible(text)
    .toWellFormed()
    .replaceAll(/[\uFFFE\uFFFF]/g, '\u{FFFD}')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
