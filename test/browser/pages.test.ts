import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { CHROMIUM, hasChromium, openBrowser } from './chromium.ts'
import { signedPath } from '../../functions/incidents/links.ts'
import { shellWithCurl } from '../support/curl.ts'
import { COMMIT, LINK_SECRET, openSite, TOKEN, type Site } from './site.ts'
import { runSql } from './targets.ts'

if (!hasChromium)
  console.warn(`no Chromium at ${CHROMIUM}: the pages are not tested. CHROMIUM=/path/to/chromium names one.`)

const finding = (target: string, key: string) => `/${target}/findings/${encodeURIComponent(key)}`

const COLLISION = finding('demo', 'drift:column:public.files.workspace_id')
const INDEX = finding('demo', 'drift:index:public.links_workspace_id_created_at_index')
const INDEX_SQL =
  'CREATE INDEX links_workspace_id_created_at_index ON public.links USING btree (workspace_id, created_at DESC NULLS LAST);'

/** One page of every sort. */
const PAGES = [
  ['the fleet', '/'],
  ['a target with findings', '/demo'],
  ['a clean target', '/clean'],
  ['a target with names full of signs', '/messy'],
  ['a target without a blueprint', '/bare'],
  ['a target that no run has seen', '/new'],
  ['a target that can be reached no more', '/gone'],
  ['an object that is there too early', COLLISION],
  ['an object of several lines', finding('messy', 'drift:function:public.totals(uuid)')],
  ['a critical finding', finding('messy', 'journal:null-created-at')],
  ['the figures of a target', '/messy/figures'],
  ['the runs of a target', '/demo/runs'],
  ['analytics', '/analytics'],
  ['the analytics of a target', '/demo/analytics'],
  ['two targets to choose', '/compare'],
  ['the public status', '/status'],
  ['the deploys of a target', '/demo/deploys'],
  ['a deploy that is to stop', `/demo/deploys/${COMMIT}-1`],
  ['the checks', '/checks'],
  ['a check', '/checks/sequences'],
  ['the announcements of a target', '/clean/announcements'],
  ['the pins of a target', '/clean/pins'],
  ['the backups of a target without a way to them', '/clean/backups'],
  ['where a target goes', '/demo/trends'],
  ['the pins of a target that nobody pinned', '/messy/pins'],
  ['the incidents of all targets', '/incidents?state=all'],
  ['an incident', '/incidents/demo-1'],
  ['messages that nobody could be told', '/outbox?state=all'],
] as const

/** What axe finds wrong with a page; of the rules all, or those that are named. */
async function violations(page: Page, rules: string[] = []): Promise<string[]> {
  // Legacy mode spares a second page per look; it differs only where there are frames.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const result = await (rules.length === 0 ? axe : axe.withRules(rules)).analyze()
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Opens whatever is folded. */
const UNFOLD = 'for (const details of document.querySelectorAll("details")) details.open = true'

/** The addresses of all links of a page. */
const LINKS = '[...document.links].map(({ href }) => href)'

describe.skipIf(!hasChromium)('the pages', () => {
  let site: Site
  let browser: Browser
  let page: Page
  /** What the browser complained of, such as what the content security policy kept out. */
  const complaints: string[] = []

  const openPage = async (settings: BrowserContextOptions = {}) => {
    // What needs the token asks a browser for a password.
    const httpCredentials = { username: '', password: TOKEN }
    const opened = await (await browser.newContext({ baseURL: site.origin, httpCredentials, ...settings })).newPage()
    opened.on('console', (message) => complaints.push(`${opened.url()}: ${message.text()}`))
    opened.on('pageerror', (error) => complaints.push(`${opened.url()}: ${error.message}`))
    opened.on('requestfailed', (request) => {
      const why = request.failure()?.errorText
      // A test that goes on to another page does not wait for what this one still asks for.
      if (why !== 'net::ERR_ABORTED') complaints.push(`${request.url()} failed: ${why}`)
    })
    return opened
  }

  beforeAll(async () => {
    ;[site, browser] = await Promise.all([openSite(), openBrowser()])
    page = await openPage()
  })
  afterAll(async () => {
    await browser?.close()
    await site?.close()
  })

  const WIDE = { width: 1200, height: 800 }
  const NARROW = { width: 360, height: 700 }

  async function visit(path: string, viewport = WIDE): Promise<void> {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ media: 'screen', colorScheme: 'light' })
    const response = await page.goto(path)
    expect(response?.status()).toBe(200)
  }

  /** Clicks on what leads to another page, and waits until that one is there. */
  const follow = (link: Locator) => Promise.all([page.waitForEvent('load'), link.click()])

  test.each(PAGES)('%s: accessible in both themes, and no wider than a telephone', async (_, path) => {
    await visit(path)
    expect(await page.title()).toMatch(/^.+ · Plumbline$/)
    expect(await page.locator('h1').count()).toBe(1)
    await page.evaluate(UNFOLD)
    expect(await page.locator('details pre:not(:visible)').count()).toBe(0)
    expect(await violations(page)).toEqual([])
    await page.setViewportSize(NARROW)
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page, ['color-contrast'])).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  })

  test('from the fleet to a finding and back, by clicks', async () => {
    await visit('/')
    expect(await page.title()).toBe('Targets · 2 fail · 4 unknown · 1 pass · Plumbline')
    expect(await page.locator('tbody th').allInnerTexts()).toEqual([
      'demo',
      'messy',
      'gone',
      'new',
      'bare',
      'unset',
      'clean',
    ])
    await follow(page.getByRole('link', { name: 'demo', exact: true }))
    expect(await page.title()).toBe('demo: fail · Plumbline')
    expect(await page.locator('main time .soft').first().innerText()).toMatch(
      /^\(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\)$/,
    )
    await follow(page.locator('[aria-labelledby=findings]').getByRole('link', { name: /^Column files\.workspace_id/ }))
    expect(new URL(page.url()).pathname).toBe(COLLISION)
    await follow(page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'demo' }))
    await follow(page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'Plumbline' }))
    expect(new URL(page.url()).pathname).toBe('/')
  })

  test('no link is dead', async () => {
    const seen = new Set<string>()
    for (const path of ['/', '/demo', '/messy', '/incidents/demo-1', INDEX]) {
      await visit(path)
      for (const address of z.array(z.string()).parse(await page.evaluate(LINKS))) seen.add(address)
    }
    const dead = []
    for (const address of seen) {
      const { status } = await fetch(address, { headers: { Accept: 'text/html' } })
      if (status !== 200 && !address.endsWith('/healthz')) dead.push(`${status} ${address}`)
    }
    expect(dead).toEqual([])
    expect(seen.size).toBeGreaterThan(30)
  })

  test('the demo: what is wrong, worst first, and the SQL that mends it', async () => {
    await visit('/demo')
    const items = page.locator('section[aria-labelledby=findings] li')
    const texts = await items.allInnerTexts()
    expect(texts.map((text) => text.split('\n').filter(Boolean).slice(0, 2).join(': '))).toEqual([
      'high: Column files.workspace_id is already there; 0009_subscriptions will try to make it and fail (42701)',
      expect.stringMatching(/^high: Journal row 10 \(hash [0-9a-f]{12}…\) belongs to no migration file$/),
      'medium: Index links_workspace_id_created_at_index is missing; 0006_links_in_workspaces made it',
      'info: 1 migration is pending: 0009_subscriptions',
    ])
    const summary = items.nth(2).locator('summary')
    await summary.focus()
    await page.keyboard.press('Enter')
    expect(await items.nth(2).locator('pre').innerText()).toBe(INDEX_SQL)
  })

  test('the four truths stand side by side, and say which of them is wrong', async () => {
    await visit('/demo')
    const cards = page.locator('section[aria-labelledby=truths] .cards > li')
    const texts = (await cards.allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '))
    expect(texts.map((text) => / (agrees|wrong|unknown) /.exec(text)?.[1])).toEqual([
      'agrees',
      'agrees',
      'wrong',
      'wrong',
    ])
    expect(texts[0]).toContain('Version 3f2a91c, 10 migrations')
    expect(texts[2]).toContain('9 of 10 applied, up to 0008_workspace_activity drizzle.__drizzle_migrations')
    await visit('/new')
    expect(await cards.first().innerText()).toContain('unknown')
  })

  test('the timeline is drawn and listed', async () => {
    await visit('/demo')
    const past = page.locator('section[aria-labelledby=timeline]')
    expect(await past.locator('svg desc').textContent()).toMatch(/^Deploys: 1, Drift: 4, Incidents: 3/)
    expect(await past.locator('rect').count()).toBe(8)
    expect(await past.getByRole('link', { name: 'Deploy 0123456789ab: stop before the deploy' }).isVisible()).toBe(true)
  })

  test('two targets are compared by a form', async () => {
    await visit('/demo')
    await page.getByLabel('Compare with').selectOption('clean')
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Compare' }).click()])
    expect(await page.title()).toBe('demo beside clean · Plumbline')
  })

  test('a statement is copied as it is, however it wraps', async () => {
    await visit(INDEX, NARROW)
    await page.locator('pre').first().click({ clickCount: 3 })
    expect(await page.evaluate('getSelection().toString().trim()')).toBe(INDEX_SQL)
  })

  test('a target that is lost keeps its findings, says why, and tells no secret', async () => {
    await visit('/gone')
    const main = await page.locator('main').innerText()
    expect(main).toMatch(/^gone unknown\n/)
    expect(main).toContain('It could not be reached: there is no such database')
    expect(main.indexOf('Could not be looked at')).toBeLessThan(main.indexOf('Findings'))
    expect(main).toMatch(/Column files\.workspace_id is already there.*\n+since .*, last seen/)
    expect(await page.content()).not.toContain('postgres:postgres')
  })

  test('a clean target says that all was looked at; one that no run has seen does not', async () => {
    await visit('/clean')
    expect(await page.locator('main').innerText()).toContain('Everything was looked at, and nothing was found.')
    await visit('/new')
    const text = await page.locator('main').innerText()
    expect(text).toContain('never looked at yet')
    expect(text).toContain('None that are known.')
  })

  test('the keyboard reaches everything in the order of the page', async () => {
    await visit('/demo')
    const stops: unknown[] = []
    for (let i = 0; i < 23; i++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate('document.activeElement.textContent.trim().slice(0, 24)'))
      expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid')
    }
    expect(stops).toEqual([
      'Skip to content',
      'Plumbline',
      'Targets',
      'Analytics',
      'Incidents',
      'Compare',
      'Checks',
      'Overview',
      'Incidents',
      'Figures',
      'Trends',
      'Performance',
      'Runs',
      'Journal',
      'Deploys',
      'Announcements',
      'Backups',
      'Pins',
      'Analytics',
      'Journal row 10 (hash 363',
      'Column files.workspace_i',
      'Index links_workspace_id',
      'Column files.workspace_i',
    ])
  })

  test('without JavaScript all is there', async () => {
    const plain = await openPage({ javaScriptEnabled: false })
    await plain.goto(COLLISION)
    const text = await plain.locator('main').innerText()
    expect(text).toContain('alter table public.files drop column workspace_id;')
    expect(text).toContain('Drizzle then rolls back every pending migration')
    await plain.goto('/demo')
    await plain.locator('summary').first().click()
    expect(await plain.locator('pre').first().isVisible()).toBe(true)
    await plain.close()
  })

  test('on paper: dark on light whatever the theme, the SQL unfolded, no navigation', async () => {
    await visit('/demo')
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(27, 29, 32)')
    expect(await page.locator('header').isVisible()).toBe(false)
    expect(await page.locator('pre', { hasText: INDEX_SQL }).isVisible()).toBe(true)
  })

  test('a target says who pinned it, and leads to every fact; one that nobody pinned says how to', async () => {
    await visit('/clean')
    const pinned = page.locator('section[aria-labelledby=pin]')
    expect(await pinned.innerText()).toMatch(/Pinned .* by ana@example\.com: looked through with <bea> \d+ facts/)
    await follow(pinned.getByRole('link', { name: /facts$/ }))
    expect(await page.title()).toMatch(/^Pin [0-9a-f]{12} of clean · Plumbline$/)
    expect(await page.locator('pre').innerText()).toContain('owner:table:public.users\n    postgres')
    expect(await violations(page)).toEqual([])
    await follow(page.getByRole('navigation', { name: 'Path' }).getByRole('link', { name: 'pins' }))
    expect(await page.locator('main li').innerText()).toContain('looked through with <bea>')
    await visit('/messy')
    expect(await pinned.locator('pre').innerText()).toMatch(/^npm run -s plumbline -- pin --target messy /)
  })

  test('a link of a message asks first; sent, it is done, and the timeline says by whom', async () => {
    await visit('/demo/incidents')
    const incident = page.locator('main h2 a').first()
    const id = (await incident.getAttribute('href'))?.replace('/incidents/', '') ?? ''
    await visit(await signedPath(LINK_SECRET, { incident: id, action: 'acknowledge' }, Date.now()), NARROW)
    expect(await page.locator('h1').innerText()).toBe(`Acknowledge ${id}?`)
    expect(await violations(page)).toEqual([])
    await page.getByLabel('Who are you?').fill('Ana <ana@example.com>')
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Acknowledge' }).click()])
    expect(await page.locator('main').getByRole('status').innerText()).toBe('Acknowledged.')
    expect(await page.locator('section[aria-labelledby=timeline]').innerText()).toContain(
      'Acknowledged by Ana <ana@example.com>',
    )
    expect(await violations(page)).toEqual([])
    await visit(`/incidents/${id}`)
    expect(await page.locator('main').innerText()).toContain('acknowledged by Ana <ana@example.com>')
  })

  test('what was accepted stands apart, and its page says who, until when, and how to take that back', async () => {
    const key = 'journal:null-created-at'
    const path = finding('messy', key)
    await visit(path)
    const section = page.locator('section[aria-labelledby=acceptance]')
    expect(await section.locator('pre').innerText()).toMatch(
      new RegExp(`^curl .* -d '\\{.*"expires":"30d"\\}' ${site.origin}${path.replace('%3A', ':')}/accept$`),
    )
    await site.accept('messy', key)
    await visit(path)
    expect(await page.locator('main').innerText()).toMatch(/critical accepted\n/)
    expect(await section.innerText()).toMatch(/Accepted\s+looked through with <bea>\s+By\s+ana@example\.com\s+Since/)
    expect(await section.locator('pre').innerText()).toMatch(/ -X DELETE http/)
    expect(await violations(page)).toEqual([])

    await visit('/messy', NARROW)
    const accepted = page.locator('section[aria-labelledby=accepted] li')
    expect(await accepted.innerText()).toMatch(/^critical\s+.*created_at/)
    expect(await page.locator('section[aria-labelledby=findings]').innerText()).not.toContain('journal rows without')
    expect(await violations(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
  })

  test('a finding that was mended says so', async () => {
    // A page that is open follows by itself: folds and focus stay, and it is said politely.
    await page.clock.install()
    await visit('/demo')
    await page.locator('section[aria-labelledby=findings] summary').first().click()
    await page.clock.runFor(31_000)
    await page.waitForFunction('document.querySelector("#fresh") !== null')
    await site.mendIndex()
    await page.clock.runFor(31_000)
    await page.getByText(/^Updated at .*: demo: fail\.$/).waitFor()
    expect(await page.locator('section[aria-labelledby=findings] li').count()).toBe(3)
    expect(await page.locator('section[aria-labelledby=findings] details').first().getAttribute('open')).not.toBeNull()
    expect(await page.evaluate('document.activeElement.textContent')).toBe('What mends it')
    await page.clock.resume()
    await visit(INDEX)
    expect(await page.title()).toMatch(/^Resolved: Index links_workspace_id_created_at_index/)
    expect(await page.locator('main').innerText()).toMatch(/medium resolved\n/)
    expect(await page.locator('pre', { hasText: 'CREATE INDEX' }).count()).toBe(0)
    expect(await violations(page)).toEqual([])
    await visit('/demo')
    expect(await page.locator('section[aria-labelledby=findings]').innerText()).not.toContain('links_workspace_id')
  })

  test('a stranger who is told in Slack mends it, with nothing but what each step shows', async () => {
    site.slack.invite()
    await runSql(site.urls.clean, 'drop index links_workspace_id_created_at_index')
    await site.run('clean')
    await expect.poll(() => site.slack.messages).toHaveLength(1)
    const [message] = site.slack.messages
    expect(message?.text).toBe(
      'Medium · clean · Index links_workspace_id_created_at_index is missing; 0006_links_in_workspaces made it',
    )

    await visit(message?.links.find(({ text }) => text === 'Open')?.url ?? '', NARROW)
    await follow(page.locator('section[aria-labelledby=findings] h3 a'))
    const [sql = '', look = ''] = await page.locator('section[aria-labelledby=mend] pre').allInnerTexts()
    await runSql(site.urls.clean, sql)
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-stranger-'))
    const shell = await shellWithCurl(folder)
    expect(await shell(`PLUMBLINE_TOKEN=${TOKEN}; ${look}`)).toMatch(/^PASS +clean /)
    await rm(folder, { recursive: true })

    await expect.poll(() => message?.text).toMatch(/^Resolved · clean · Index links_workspace_id_created_at_index/)
    // The message that stands is put right first, then its thread is told.
    await expect
      .poll(() => site.slack.messages.map(({ thread, said }) => [thread, /It is over[^.]*\./.exec(said)?.[0]]))
      .toEqual([
        [null, 'It is over: nothing is left to do.'],
        [message?.ts, 'It is over: nothing is left to do.'],
      ])
    await visit(message?.links[0]?.url ?? '')
    expect(await page.title()).toMatch(/^Resolved: Index links_workspace_id_created_at_index/)
  })

  test('no browser complained of any page, nor kept anything of it out', () => {
    expect(complaints).toEqual([])
  })
})
