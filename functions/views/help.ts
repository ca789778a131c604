import { wrap } from './text/lines.ts'

/** A route, as the OpenAPI document has it. */
export interface HelpRoute {
  method: string
  path: string
  summary: string
}

const WIDTH = 78

/** All paths for people at a terminal, those that only read first. */
export function helpText(routes: readonly HelpRoute[], origin: string): string {
  const listed = (all: readonly HelpRoute[]) =>
    all.flatMap(({ method, path, summary }) => [
      `  ${method === 'GET' ? '' : `${method} `}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `:${name}`)}`,
      ...wrap(summary, WIDTH - 6).map((line) => `      ${line}`),
    ])
  const reads = routes.filter(({ method }) => method === 'GET')
  const writes = routes.filter(({ method }) => method !== 'GET')
  return [
    'Plumbline keeps a Supabase PostgreSQL database true to its Drizzle migrations.',
    '',
    'READ',
    ...listed(reads),
    '',
    'WRITE (-H "Authorization: Bearer $PLUMBLINE_TOKEN", or a signature)',
    ...listed(writes),
    '',
    'HOW IT IS ANSWERED',
    '  Text for curl, HTML for browsers, JSON for programs; ?format= always wins:',
    '  text, json, html; of targets also ndjson, prometheus, nagios, and of one',
    '  target sarif, junit, markdown, github, gitlab. ?width=60 to 200 sets how wide text is.',
    '  ?fail_on=high answers 503 where something is as grave.',
    '',
    'EXAMPLES',
    `  curl ${origin}/`,
    `  curl "${origin}/demo?width=$COLUMNS"`,
    `  curl -fsS "${origin}/demo?fail_on=high" > /dev/null || echo look at it`,
    `  curl "${origin}/demo?format=ndjson" | jq -r 'select(.kind == "finding") | .key'`,
    `  curl ${origin}/openapi.json`,
    '',
  ].join('\n')
}
