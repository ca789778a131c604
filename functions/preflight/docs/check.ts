import type { LintFinding } from '../../model/lint.ts'
import { headerOf, SECTIONS } from './header.ts'

/** What is wrong with the headers, as lint tells it; `required`: a file without any header is wrong, too. */
export function checkHeader(
  { tag, file, text }: { tag: string; file: string; text: string },
  required: boolean,
): LintFinding[] {
  const header = headerOf(text)
  if (header.size === 0 && !required) return []
  return SECTIONS.flatMap((section) => {
    const own = header.get(section)
    const wrong =
      own === undefined
        ? `${section} is missing in the header of ${file}`
        : own.text.trim() === ''
          ? `${section} says nothing in the header of ${file}`
          : /\b(?:TODO|TBD|FIXME)\b/i.test(own.text)
            ? `${section} is still to be written in the header of ${file}`
            : null
    return wrong === null
      ? []
      : [
          {
            ...about,
            key: `lint:header:${tag}:${section}`,
            tag,
            file,
            line: own?.line ?? 1,
            subject: section,
            message: wrong,
          },
        ]
  })
}

/** What lint knows of headers, for views. */
export const HEADER_RULE = {
  id: 'header',
  title: 'The header of a migration does not say what it should',
  severity: 'medium' as const,
  why: 'Whoever must roll it back at night reads the header first: what it is for, what it stands on, what it breaks, and how it is undone.',
  lock: null,
  links: [],
}

const about = {
  rule: HEADER_RULE.id,
  severity: HEADER_RULE.severity,
  statement: 0,
  column: 1,
  why: HEADER_RULE.why,
  recipe: ['npm run -s plumbline -- docs new TAG'],
  weight: null,
}
