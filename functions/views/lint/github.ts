import type { LintReport } from '../../model/lint.ts'
import { annotationLine, levelOf } from '../github.ts'
import { inOrder } from './order.ts'

/** What lint has to say as workflow commands of GitHub Actions. `folder`: path of the migrations from the repository's root. */
export function lintGithub(report: LintReport, folder = ''): string {
  const lines = [
    ...inOrder(report).map(({ severity, file, line, column, rule, message, why, recipe }) =>
      annotationLine(
        levelOf(severity),
        { file: under(folder, file), line, col: column, title: `${rule}: ${message}` },
        [why, ...recipe],
      ),
    ),
    ...report.unknowns.map(({ file, line, column, reason }) =>
      annotationLine('error', { file: under(folder, file), line, col: column, title: 'Unknown' }, [reason]),
    ),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** A file as seen from the root of the repository. */
export const under = (folder: string, file: string): string =>
  folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`
