import { columnsOf } from './lines.ts'

/** A cell: its text, and how to paint it once it is padded. */
export interface Cell {
  text: string
  paint?: (text: string) => string
}

/** A column: its heading, and whether it holds numbers. */
export interface Column {
  heading: string
  right?: boolean
}

/** Rows under headings, each column as wide as its widest cell. */
export function table(columns: readonly Column[], rows: readonly (readonly Cell[])[]): string[] {
  const headings = columns.map(({ heading }) => ({ text: heading }))
  const all: readonly (readonly Cell[])[] = [headings, ...rows]
  const widths = columns.map((_, i) => Math.max(...all.map((row) => columnsOf(row[i]?.text ?? ''))))
  return all.map((row) =>
    row
      .map(({ text, paint = (text) => text }, i) => {
        const space = ' '.repeat((widths[i] ?? 0) - columnsOf(text))
        return columns[i]?.right ? space + paint(text) : paint(text) + space
      })
      .join('  ')
      .trimEnd(),
  )
}
