import type { FC } from 'hono/jsx'
import { visible } from './text/lines.ts'
import { sentence } from './words/text.ts'

type Kind = 'remark' | 'sql' | 'command'

interface Block {
  kind: Kind
  texts: string[]
}

/** Remarks become prose, so that what stands in a box can be copied as it is, into psql or into a shell. */
export const Mend: FC<{ texts: readonly string[] }> = ({ texts }) => (
  <div class="mend">
    {blocksOf(texts).map(({ kind, texts: lines }) =>
      kind === 'remark' ? lines.map((line, i) => remarked(line, lines[i - 1])) : <Code text={lines.join('\n')} />,
    )}
  </div>
)

/** A statement that a remark announces with a colon is to be filled in and copied. */
const remarked = (line: string, before: string | undefined) =>
  before?.endsWith(':') && /^-- (?:explain|select|alter|create|drop|insert|update|delete)\b/.test(line) ? (
    <Code text={line.slice(3)} />
  ) : (
    <p>{prose(line.slice(3))}</p>
  )

/** Text to be copied. It wraps on the screen; the copy has the lines it had. What a browser would obey is made visible. */
export const Code: FC<{ text: string }> = ({ text }) => (
  <pre>
    <code>{visible(text)}</code>
  </pre>
)

/** A text as a sentence: first letter large, a full stop where nothing else ends it. */
export const prose = (text: string): string => visible(sentence(text)).replace(/(?<![.:;!?])$/, '.')

/** Neighbours of one kind belong together. */
function blocksOf(texts: readonly string[]): Block[] {
  return texts.reduce<Block[]>((blocks, text) => {
    const kind = kindOf(text)
    const last = blocks.at(-1)
    if (last?.kind === kind) return [...blocks.slice(0, -1), { kind, texts: [...last.texts, text] }]
    return [...blocks, { kind, texts: [text] }]
  }, [])
}

function kindOf(text: string): Kind {
  if (text.startsWith('-- ') && !text.includes('\n')) return 'remark'
  return text.trimEnd().endsWith(';') ? 'sql' : 'command'
}
