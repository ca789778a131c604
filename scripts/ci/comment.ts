import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** GitHub refuses a longer one. */
const LONGEST = 65_536

const Comment = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
})

/** Where the comment goes: what GitHub Actions gives a step in its environment. */
const Place = z.object({
  GITHUB_API_URL: z.url(),
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/),
  GITHUB_TOKEN: z.string().min(1),
  PULL: z.string().regex(/^\d+$/),
})
type Place = z.infer<typeof Place>

/**
 * Keeps one comment of a pull request up to date, one for each migrations folder: it is found by a mark in its first line,
 * among those that an app wrote. Answers what was done. @throws Error where GitHub refuses
 */
export async function keepComment(place: Place, folder: string, text: string): Promise<'written' | 'updated'> {
  const mark = `<!-- plumbline preflight of ${folder.replaceAll(/[^\w./-]/g, '_')} -->`
  const body = `${mark}\n${text}`.slice(0, LONGEST)
  const issues = `${place.GITHUB_API_URL}/repos/${place.GITHUB_REPOSITORY}/issues`
  const own = await findComment(place, `${issues}/${place.PULL}/comments?per_page=100`, mark)
  if (own === null) await ask(place, 'POST', `${issues}/${place.PULL}/comments`, { body })
  else await ask(place, 'PATCH', `${issues}/comments/${own}`, { body })
  return own === null ? 'written' : 'updated'
}

async function findComment(place: Place, first: string, mark: string): Promise<number | null> {
  for (let url: string | null = first; url !== null;) {
    const answer: Response = await ask(place, 'GET', url)
    const comments = z.array(Comment).parse(await answer.json())
    const own = comments.find(({ body, user }) => user?.type === 'Bot' && body?.startsWith(mark))
    if (own) return own.id
    url = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1] ?? null
  }
  return null
}

async function ask({ GITHUB_TOKEN }: Place, method: string, url: string, body?: object): Promise<Response> {
  const answer = await fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${GITHUB_TOKEN}`,
      Accept: 'application/vnd.github+json',
      'X-GitHub-Api-Version': '2022-11-28',
      'User-Agent': 'plumbline',
    },
    signal: AbortSignal.timeout(30_000),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (answer.ok) return answer
  throw new Error(`${method} ${new URL(url).pathname} answered ${answer.status}`)
}

/** What the commands wrote, one after the other. */
async function written(report: string): Promise<string> {
  const files = ['preflight', 'lint', 'rehearse']
    .map((tool) => join(report, `${tool}.md`))
    .filter((file) => existsSync(file))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return texts.join('\n') || 'Nothing could be looked at: see the log.\n'
}

/** A comment is a courtesy: the summary says the same, so that one that cannot be written fails no check. */
if (import.meta.main) {
  const [folder = 'drizzle', report = '.'] = process.argv.slice(2)
  try {
    console.log(`comment ${await keepComment(Place.parse(process.env), folder, await written(report))}`)
  } catch (error) {
    const why =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : String(error)
    console.log(
      `::warning title=Plumbline::the comment could not be written: ${why.replaceAll(/\s+/g, ' ')}; give the job pull-requests: write`,
    )
  }
}
