import type { FC } from 'hono/jsx'
import { visible } from '../text/lines.ts'
import { stamp } from '../words/text.ts'
import type { Series } from './points.ts'
import { measured, type Unit } from './units.ts'

interface FigureTableProps {
  title: string
  unit: Unit
  series: readonly Series[]
}

/** The same figures as a table, newest first, folded until somebody asks for it. */
export const FigureTable: FC<FigureTableProps> = ({ title, unit, series }) => {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].toSorted((a, b) => b - a)
  const byTime = series.map(({ points }) => new Map(points.map(({ at, value }) => [at, value])))
  return (
    <details>
      <summary>As a table</summary>
      <div class="scroll" role="region" aria-label={`${title}, as a table`} tabindex={0}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map(({ name }) => (
                <th scope="col">{visible(name)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((at) => (
              <tr>
                <th scope="row">{stamp(at)}</th>
                {byTime.map((values) => (
                  <td>{values.has(at) ? measured(values.get(at) ?? null, unit) : '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
