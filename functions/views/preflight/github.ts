import type { Preflight } from '../../model/preflight.ts'
import { data, property } from '../github.ts'
import { HEADINGS, linesOf } from './words.ts'

const COMMANDS = { fails: 'error', unknown: 'warning', data: 'notice', hidden: 'warning' } as const

/** A preflight as workflow commands of GitHub Actions, one line each. `folder`: path of the migrations from the repository's root. */
export const preflightGithub = ({ predictions }: Preflight, { folder = '' }: { folder?: string } = {}): string =>
  predictions
    .map((prediction) => {
      const { verdict, sqlstate, file, line, column, mend } = prediction
      const path = folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`
      const title = `${HEADINGS[verdict]}${sqlstate === null ? '' : ` (${sqlstate})`}`
      const place = `file=${property(path)},line=${line},col=${column},title=${property(title)}`
      return `::${COMMANDS[verdict]} ${place}::${data([...linesOf(prediction), ...mend].join('\n'))}\n`
    })
    .join('')
