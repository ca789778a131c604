import { keyText, rowsText, type ProbeResult } from '../model/probe.ts'
import { bodyWidth, dim, hang, mending, shade, visible, wrap, type TextOptions } from './text/lines.ts'
import { count } from './words/text.ts'

/** What the rows of a target say of the statements to come, for people. */
export function probesText(results: readonly ProbeResult[], options: TextOptions): string {
  const of = (state: ProbeResult['state']) => results.filter((result) => result.state === state).length
  const blocks = [
    ...results.filter(({ state }) => state !== 'holds').map((result) => block(result, options)),
    [
      results.length === 0
        ? 'No statement hangs on the rows.'
        : `${count(results.length, 'question')} to the rows: ${of('holds')} hold, ${of('fails')} fail, ${of('unknown')} unknown`,
    ],
  ]
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function block(result: ProbeResult, options: TextOptions): string[] {
  const { file, line, column, what, sqlstate, find, mends } = result.probe
  const place = dim(visible(`${file}:${line}:${column}`), options)
  const indent = (texts: readonly string[]) => mending(texts, bodyWidth(options) - 2).map((text) => `  ${text}`)
  if (result.state === 'unknown') {
    const said = wrap(`${what}: ${result.reason}`, bodyWidth(options))
    return hang(
      'unknown',
      [...said, place, ...indent(result.mend === null ? [] : [result.mend])],
      shade('unknown', 'unknown', options),
    )
  }
  const rows = result.state === 'fails' ? rowsText(result.rows) : '0'
  const sample = result.state === 'fails' ? result.sample.map(keyText) : []
  const lines = [
    ...wrap(`${rows} ${what}: the statement fails (${sqlstate})`, bodyWidth(options)),
    place,
    ...(sample.length > 0 ? wrap(`for example ${sample.join('; ')}`, bodyWidth(options)) : []),
    ...indent(['-- see them:', find, ...mends.flatMap(({ title, sql }) => [`-- ${title}:`, sql])]),
  ]
  return hang('fails', lines, shade('fail', 'fails', options))
}
