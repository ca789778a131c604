import { xml } from '../text/xml.ts'
import { LEVELS, under, type Place, type Sheet, type SheetItem, type SheetOptions, type SheetUnknown } from './sheet.ts'

/** A test case: its place and name, and the element inside of it, as XML; '' where it passed in silence. */
interface Case {
  classname: string
  name: string
  place: Place | null
  inside: string
  state: 'passed' | 'failure' | 'error' | 'skipped'
}

/**
 * A sheet as JUnit's XML: a failure is what is high or critical, an error what is unknown; what is milder passes, with its
 * text as output. All that was looked at and is clean is a case that passed.
 */
export function junit({ tool, items, unknowns, looked }: Sheet, { folder }: SheetOptions = {}): string {
  const named = new Set([...items, ...unknowns].flatMap(({ place }) => place?.file ?? []))
  const cases = [
    ...looked.filter((name) => !named.has(name)).map((name) => passed(tool, name)),
    ...items.map((item) => caseOf(item, tool)),
    ...unknowns.map((unknown) => unseen(unknown, tool)),
  ]
  const counted = (state: Case['state']) => cases.filter((one) => one.state === state).length
  const tallies = attributes({
    name: `plumbline ${tool}`,
    tests: String(cases.length),
    failures: String(counted('failure')),
    errors: String(counted('error')),
    skipped: String(counted('skipped')),
  })
  const lines = cases.map((one) => `    ${element(one, folder)}\n`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${tallies}>\n  <testsuite ${tallies}>\n${lines.join('')}  </testsuite>\n</testsuites>\n`
}

const passed = (classname: string, name: string): Case => ({
  classname,
  name,
  place: null,
  inside: '',
  state: 'passed',
})

function caseOf({ rule, severity, unknown, title, lines, mend, place, suppressed }: SheetItem, tool: string): Case {
  const base = { classname: place?.file ?? tool, name: `${rule}: ${title}`, place }
  const text = xml([title, ...lines, ...mend].join('\n'))
  const said = attributes({ message: title, type: rule })
  if (suppressed !== null)
    return { ...base, inside: `<skipped ${attributes({ message: suppressed.reason })}/>`, state: 'skipped' }
  if (unknown) return { ...base, inside: `<error ${said}>${text}</error>`, state: 'error' }
  if (LEVELS[severity] === 'error') return { ...base, inside: `<failure ${said}>${text}</failure>`, state: 'failure' }
  return { ...base, inside: `<system-out>${text}</system-out>`, state: 'passed' }
}

const unseen = ({ title, lines, place }: SheetUnknown, tool: string): Case => ({
  classname: place?.file ?? tool,
  name: `unknown: ${title}`,
  place,
  inside: `<error ${attributes({ message: title, type: 'unknown' })}>${xml(lines.join('\n'))}</error>`,
  state: 'error',
})

function element({ classname, name, place, inside }: Case, folder: string | undefined): string {
  const file = place === null ? {} : { file: under(folder, place.file) }
  const line = place === null || place.line === null ? {} : { line: String(place.line) }
  const open = `<testcase ${attributes({ classname, name, ...file, ...line })}`
  return inside === '' ? `${open}/>` : `${open}>${inside}</testcase>`
}

const attributes = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name}="${xml(value.replaceAll(/\s+/g, ' '))}"`)
    .join(' ')
