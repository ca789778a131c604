import { LEVELS, under, type Sheet, type SheetItem, type SheetOptions, type SheetUnknown } from './sheet.ts'

const COMMANDS = { error: 'error', warning: 'warning', note: 'notice' } as const

/** As @actions/core writes them: what would end the message, or the property, is percent-encoded. */
const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** A sheet as workflow commands of GitHub Actions, one line each. What is suppressed is not told. */
export const githubText = ({ items, unknowns }: Sheet, { folder }: SheetOptions = {}): string =>
  [
    ...items.filter(({ suppressed }) => suppressed === null).map((item) => annotation(item, folder)),
    ...unknowns.map((unknown) => unseen(unknown, folder)),
  ]
    .map((line) => `${line}\n`)
    .join('')

function annotation({ label, title, lines, mend, place, severity }: SheetItem, folder: string | undefined): string {
  const properties = { ...placeOf(place, folder), title: label === null ? title : `${label}: ${title}` }
  return commandLine(COMMANDS[LEVELS[severity]], properties, [...lines, ...mend])
}

/** Unknown is not clean: it fails the run, so it is an error here. */
const unseen = ({ title, lines, place }: SheetUnknown, folder: string | undefined): string =>
  commandLine('error', { ...placeOf(place, folder), title: `Unknown: ${title}` }, lines)

const placeOf = (place: SheetItem['place'], folder: string | undefined) =>
  place === null ? {} : { file: under(folder, place.file), line: place.line, col: place.column }

/** One workflow command; properties that are null are left out, and a message is never empty: GitHub drops one that is. */
function commandLine(
  command: string,
  properties: { file?: string; line?: number | null; col?: number | null; title: string },
  lines: readonly string[],
): string {
  const shown = Object.entries(properties).flatMap(([name, value]) =>
    value === null ? [] : [`${name}=${property(String(value))}`],
  )
  return `::${command} ${shown.join(',')}::${data(lines.join('\n') || properties.title)}`
}
