import { table } from '../../functions/views/text/table.ts'
import { visible } from '../../functions/views/text/lines.ts'
import { list } from '../../functions/views/words/text.ts'
import { verdictWord } from '../../functions/views/words/verdict.ts'
import type { RowRepair } from './repair-rows.ts'

/** What a repair does to the verdicts: one line for each entry of which it changes. */
export function effectText({ before, after, entries }: RowRepair): string {
  const rows = entries.flatMap(({ tag }, i) => {
    const [from, to] = [before.verdicts[i]?.verdict, after.verdicts[i]?.verdict]
    if (from === undefined || to === undefined || from === to) return []
    return [[{ text: visible(tag) }, { text: verdictWord[from] }, { text: '→' }, { text: verdictWord[to] }]]
  })
  if (rows.length === 0) return 'No verdict changes.'
  return table([{ heading: 'ENTRY' }, { heading: 'IS' }, { heading: '' }, { heading: 'WILL BE' }], rows).join('\n')
}

/** What a repair leaves worse than is wanted; null where it harms nothing. */
export function harmText({ harms }: RowRepair): string | null {
  if (harms.length === 0) return null
  return list(
    harms.map(({ tag, from, to }) =>
      from === to
        ? `${tag} stays ${verdictWord[to]}`
        : `${tag} would become ${verdictWord[to]} (is: ${verdictWord[from]})`,
    ),
  )
}
