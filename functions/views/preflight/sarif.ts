import type { Prediction, Preflight } from '../../model/preflight.ts'
import type { SarifOptions } from '../sarif.ts'
import { keyOf, linesOf } from './words.ts'

const LEVELS = { fails: 'error', unknown: 'warning', data: 'note', hidden: 'warning' } as const

const RULES = {
  fails: 'A pending statement will fail',
  unknown: 'What a pending statement does cannot be foretold',
  data: 'The data decides whether a pending statement succeeds',
  hidden: 'A pending statement will do nothing, though something else is there',
} as const satisfies Record<Prediction['verdict'], string>

/** A preflight as a SARIF 2.1.0 log: one result per prediction, at its line and column. */
export function preflightSarif({ predictions }: Preflight, { folder, version }: SarifOptions = {}) {
  const verdicts = [...new Set(predictions.map(({ verdict }) => verdict))].toSorted()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Plumbline',
            ...(version === undefined ? {} : { semanticVersion: version }),
            rules: verdicts.map((verdict) => ({
              id: `preflight.${verdict}`,
              shortDescription: { text: RULES[verdict] },
            })),
          },
        },
        results: predictions.map((prediction) => ({
          ruleId: `preflight.${prediction.verdict}`,
          ruleIndex: verdicts.indexOf(prediction.verdict),
          level: LEVELS[prediction.verdict],
          message: { text: [...linesOf(prediction), ...prediction.mend].join('\n') },
          partialFingerprints: { 'plumblineKey/v1': keyOf(prediction) },
          locations: [{ physicalLocation: physical(prediction, folder) }],
        })),
      },
    ],
  }
}

function physical({ file, line, column }: Prediction, folder = '') {
  const path = folder === '' ? file : `${folder.replace(/\/+$/, '')}/${file}`
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: line, startColumn: column },
  }
}
