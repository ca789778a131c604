/** The parts of the header that a migration begins with, in order. */
export const SECTIONS = ['Purpose', 'Dependencies', 'Breaking Changes', 'Rollback', 'Testing', 'Performance'] as const
export type Section = (typeof SECTIONS)[number]

/** The header of a migration: what each part says, with the line on which it begins. */
export type Header = ReadonlyMap<Section, { text: string; line: number }>

const LEADING = /^(?:\uFEFF?\s*(?:--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/))*/

/** Reads the comment that a file begins with; a part goes on until the next one begins. */
export function headerOf(text: string): Header {
  const [comment = ''] = LEADING.exec(text) ?? []
  const header = new Map<Section, { text: string; line: number }>()
  let current: Section | null = null
  for (const [i, raw] of comment.split('\n').entries()) {
    const line = raw
      .replace(/^\uFEFF?\s*(?:--|\/\*+|\*+(?!\/))?\s?/, '')
      .replace(/\*\/\s*$/, '')
      .trim()
    const found = /^([A-Za-z]+(?: [A-Za-z]+)?)\s*:\s*(.*)$/.exec(line)
    const section = SECTIONS.find((name) => name.toLowerCase() === found?.[1]?.toLowerCase())
    if (section) {
      current = section
      header.set(section, { text: found?.[2] ?? '', line: i + 1 })
    } else if (current !== null && line !== '') {
      const own = header.get(current)
      if (own) header.set(current, { ...own, text: `${own.text}${own.text === '' ? '' : '\n'}${line}` })
    }
  }
  return header
}
