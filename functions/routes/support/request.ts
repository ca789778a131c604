import type { Context } from 'hono'
import { html } from 'hono/html'
import { sha1 } from 'hono/utils/crypto'
import type { JSX } from 'hono/jsx/jsx-runtime'
import { settingsOf, type Target } from '../../env.ts'
import type { SeenFinding, TargetReport } from '../../model/report.ts'
import { decided, withAcceptances } from '../../run/decided.ts'
import { currentReport, reportFrom, seenBy } from '../../run/report.ts'
import { listAcceptances } from '../../store/acceptances.ts'
import { decisionsAt } from '../../store/decisions.ts'
import { openFindings } from '../../store/findings.ts'
import { lastRun, lastRuns } from '../../store/runs.ts'
import { readStatuses } from '../../store/status.ts'
import type { App } from './app-env.ts'
import { Problem } from './problem.ts'

/** The target that the path names. Throws a problem that lists the names there are. */
export const targetOf = (c: Context<App>): Target => targetCalled(c, c.req.param('target') ?? '')

/** The target of a name. Throws a problem that lists the names there are. */
export function targetCalled(c: Context<App>, asked: string): Target {
  const { targets } = settingsOf(c.env)
  const target = targets.find(({ name }) => name === asked)
  if (target) return target
  const names = targets.map(({ name }) => name).join(', ')
  throw new Problem('unknown-target', {
    detail:
      names === ''
        ? `There is no target ${asked}: none is configured.`
        : `There is no target ${asked}; there are: ${names}.`,
    mend: `ask for one of those, or add [vars.TARGETS.${asked}] to wrangler.toml and deploy`,
  })
}

/** The target that the path names, if its settings hold. @throws Problem that says what is wrong with them */
export function usableTarget(c: Context<App>): Extract<Target, { fault: null }> {
  const target = targetOf(c)
  if (target.fault === null) return target
  throw new Problem('target-unknown', { detail: `${target.fault.reason}.`, mend: target.fault.mend })
}

/** The newest reports of some targets, as they can be believed at `now` (ms). */
export async function reportsOf(c: Context<App>, targets: readonly Target[], now: number): Promise<TargetReport[]> {
  const { DB, KV } = c.env
  const byName = new Map(targets.map((target) => [target.name, target]))
  const latest = await readStatuses(KV, [...byName.keys()], now, async (names) => {
    const [runs, open] = await Promise.all([lastRuns(DB, names), openFindings(DB, names)])
    return new Map(
      runs.map((run) => [
        run.target,
        reportFrom(run, open.get(run.target) ?? [], byName.get(run.target)?.environment ?? ''),
      ]),
    )
  })
  const decisions = await decisionsAt(DB, [...byName.keys()], now)
  return Promise.all(
    targets.map((target) =>
      decided(currentReport(target, latest.get(target.name) ?? null, now), decisions(target.name), now),
    ),
  )
}

/** Rows of a target's findings as the newest run saw them, with what was accepted of them. */
export async function seenLast(
  c: Context<App>,
  { name }: Target,
  rows: Promise<SeenFinding[]>,
): Promise<SeenFinding[]> {
  const now = Date.now()
  const [run, seen, accepted] = await Promise.all([
    lastRun(c.env.DB, name),
    rows,
    listAcceptances(c.env.DB, [name], now),
  ])
  return withAcceptances(run === null ? seen : seenBy(run, seen), accepted.get(name) ?? new Map(), now)
}

/** The Worker's own address, as it was asked. */
export const originOf = (c: Context): string => new URL(c.req.url).origin

/** How text views are to be written for a request; routes/support/openapi.ts has checked `?width=`. */
export const textOptions = (c: Context, now: number) => ({
  now,
  width: Number(c.req.query('width') ?? 80),
  color: false,
  origin: originOf(c),
})

/** Text with a line break at its end, as terminals want it. */
export const answerText = (c: Context, text: string, status: 200 | 201 | 409 | 422 | 503 | 504 = 200): Response =>
  c.text(text.endsWith('\n') ? text : `${text}\n`, status)

/**
 * A page as an HTML document. Its ETag is of what it says, not of how long ago that was: who has the page open and asks again
 * is told whether there is news. No browser keeps it, so that what is loaded anew says the right ages.
 */
export async function answerPage(c: Context, page: JSX.Element, status: 200 | 503 = 200): Promise<Response> {
  const text = String(await html`<!doctype html>${page}`)
  c.header('Cache-Control', 'no-store')
  c.header('ETag', `W/"${await sha1(textOfMoments(text))}"`)
  return c.html(text, status)
}

/** A page with its moments, and without how long ago they were. */
const textOfMoments = (page: string) =>
  page.replaceAll(/<time datetime="([^"]*)"([^>]*)>.*?<\/time>/gs, (_, at: string, rest: string) =>
    rest.includes('data-now') ? '' : at,
  )
