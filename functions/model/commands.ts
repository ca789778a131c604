/** How the command line is run in a checkout. */
export const PLUMBLINE = 'npm run -s plumbline --'

/** Where a pin is written unless something else is said, from the current folder. */
export const PIN_FILE = '.plumbline/pin.json'

/** With PLUMBLINE_URL set, or with npm start running, the command can be pasted as it is. */
const at = (target: string | undefined) => `--target ${target ?? 'NAME'} --url "$PLUMBLINE_URL"`

/** The command that builds a blueprint of the migrations and publishes it for a target. */
export const publishCommand = (target?: string): string =>
  `${PLUMBLINE} blueprint publish --migrations ./drizzle ${at(target)}`

/** The command that approves what no migration declares: of a Worker's target, or, without a name, of a database, in a file. */
export const pinCommand = (target?: string): string =>
  target === undefined
    ? `${PLUMBLINE} pin --database-url "$DATABASE_URL" --out ${PIN_FILE} --reason 'looked through, and right'`
    : `${PLUMBLINE} pin ${at(target)} --reason 'looked through, and right'`

/** The line of curl that has a target looked at now; `origin` is the Worker's address. */
export const lookCommand = (origin: string, target: string): string =>
  `curl -X POST -H "Authorization: Bearer $PLUMBLINE_TOKEN" ${origin}/${target}/runs`

/** A text as one word of a POSIX shell. */
export const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A text as it is where a shell takes it for one word, else in quotes. */
export const word = (text: string): string => (/^[\w:./%@~-]+$/.test(text) ? text : shell(text))
