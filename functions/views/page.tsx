import type { FC, PropsWithChildren } from 'hono/jsx'
import { icon } from './icon.ts'
import type { RunStatus } from '../model/run.ts'

interface PageProps {
  title: string
  /** What the tab's icon shows; none where the page is of no target. */
  status?: RunStatus
  /** From the fleet to this page, which comes last: name and path. */
  path: { name: string; href: string }[]
  /** Whether it has no other format. */
  alone?: boolean
}

/** The frame of every page: landmarks, the way back, no script. */
export const Page: FC<PropsWithChildren<PageProps>> = ({ title, status, path, alone = false, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · Plumbline`}</title>
      <link rel="stylesheet" href="/style.css" />
      <link rel="icon" href={icon(status)} />
    </head>
    <body>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header>
        <Path path={[{ name: 'Plumbline', href: '/' }, ...path]} />
      </header>
      <main id="main">{children}</main>
      <footer>
        {alone ? null : (
          <>
            The same as <a href="?format=text">text</a> and <a href="?format=json">JSON</a>.{' '}
          </>
        )}
        The monitor itself: <a href="/healthz">health</a>, <a href="/openapi.json">OpenAPI</a>.
      </footer>
    </body>
  </html>
)

const Path: FC<Pick<PageProps, 'path'>> = ({ path }) => (
  <nav aria-label="Path">
    <ol>
      {path.map(({ name, href }, i) => (
        <li>{i === path.length - 1 ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}</li>
      ))}
    </ol>
  </nav>
)

/** Path of a target's page. */
export const targetHref = (target: string): string => `/${encodeURIComponent(target)}`

/** Path of a finding's page. */
export const findingHref = (target: string, key: string): string =>
  `${targetHref(target)}/findings/${encodeURIComponent(key)}`

/** Path of the pins of a target. */
export const pinsHref = (target: string): string => `${targetHref(target)}/pins`

/** Path of a pin's page. */
export const pinHref = (target: string, hash: string): string => `${pinsHref(target)}/${hash}`

/** Path of the backups of a target. */
export const backupsHref = (target: string): string => `${targetHref(target)}/backups`

/** Path of the deploys of a target. */
export const deploysHref = (target: string): string => `${targetHref(target)}/deploys`

/** Path of a deploy's page. */
export const deployHref = (target: string, id: string): string => `${deploysHref(target)}/${encodeURIComponent(id)}`

/** Path of an incident's page; of all incidents, where none is named. */
export const incidentHref = (id?: string): string =>
  id === undefined ? '/incidents' : `/incidents/${encodeURIComponent(id)}`
