import type { FC } from 'hono/jsx'
import { moreSaid, type Message, type Tone } from '../message.ts'
import { clean, fit, inert, line } from '../text.ts'

/** What a mail holds of one text, characters; providers take megabytes, people do not. */
const MOST = 4000

const COLOURS: Record<Tone, string> = {
  critical: '#b91c1c',
  high: '#b91c1c',
  medium: '#c2410c',
  low: '#a16207',
  info: '#0369a1',
  over: '#15803d',
  plain: '#334155',
}

/** One line without anything that could end the header. RFC 5322, 2.1.1: a line should have 78 characters; people read fewer. */
export const mailSubject = ({ headline }: Pick<Message, 'headline'>): string => fit(line(headline), 200)

/** The mail as plain text; statements stand on lines of their own and are exact. */
export const mailText = ({ headline, why, facts, paragraphs, findings, more, links }: Message): string =>
  [
    [fit(inert(line(headline)), 500), inert(why)].join('\n'),
    facts.map(({ label, value }) => `${label}: ${fit(inert(line(value)), MOST)}`).join('\n'),
    ...paragraphs.map((paragraph) => fit(inert(paragraph), MOST)),
    ...findings.map(({ severity, title, key, mend }) =>
      [
        `${severity}: ${fit(inert(line(title)), MOST)}`,
        fit(inert(line(key)), MOST),
        ...(mend === '' ? [] : ['', indented(mend)]),
      ].join('\n'),
    ),
    moreSaid(more),
    links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

const indented = (mend: string) =>
  fit(clean(mend), MOST)
    .split('\n')
    .map((one) => `    ${one}`)
    .join('\n')

/** The mail as HTML, every text escaped; no image, no script, nothing that is loaded. */
export const mailHtml = (message: Message): string => `<!doctype html>${(<Mail message={message} />).toString()}`

const Mail: FC<{ message: Message }> = ({
  message: { tone, headline, why, facts, paragraphs, findings, more, links },
}) => (
  <html lang="en">
    <body style="font:15px/1.5 system-ui,sans-serif;color:#0f172a;max-width:44rem">
      <h1 style={`font-size:18px;color:${COLOURS[tone]}`}>{fit(inert(line(headline)), 500)}</h1>
      <p>{inert(why)}</p>
      {facts.length > 0 && (
        <table>
          {facts.map(({ label, value }) => (
            <tr>
              <th style="text-align:left;padding-right:1em">{label}</th>
              <td>{fit(inert(line(value)), MOST)}</td>
            </tr>
          ))}
        </table>
      )}
      {paragraphs.map((paragraph) => (
        <p style="white-space:pre-wrap">{fit(inert(paragraph), MOST)}</p>
      ))}
      {findings.map(({ severity, title, key, mend }) => (
        <div>
          <p>
            <strong>{severity}</strong> {fit(inert(line(title)), MOST)}
            <br />
            <code>{fit(inert(line(key)), MOST)}</code>
          </p>
          {mend !== '' && <pre style="background:#f1f5f9;padding:.75em;overflow:auto">{fit(clean(mend), MOST)}</pre>}
        </div>
      ))}
      {more > 0 && <p>{moreSaid(more)}</p>}
      <p>
        {links.map(({ label, url }, i) => (
          <>
            {i > 0 && ' · '}
            <a href={url}>{label}</a>
          </>
        ))}
      </p>
    </body>
  </html>
)
