import type { FC, PropsWithChildren } from 'hono/jsx'
import type { RunStatus } from '../model/run.ts'
import { icon } from './icon.ts'
import { currentOf, pagesOf, SITE, targetIn, type Step } from './navigation.ts'

interface PageProps {
  title: string
  /** What the tab's icon shows; none where the page is of no target. */
  status?: RunStatus
  /** From the fleet to this page, which comes last: name and path. Where it begins with a target, the page shows that target's pages. */
  path: readonly Step[]
  /** What of the address's query the same in another format needs, as in `from=a&to=b`. */
  query?: string
  /** Whether the page keeps itself fresh; never where it asks a target or a platform, which an open page must not do. */
  live?: boolean
  /** In which formats else there is the same, by their names in `?format=`. */
  formats?: readonly (keyof typeof FORMAT_NAMES)[]
}

const FORMAT_NAMES = { text: 'text', json: 'JSON', csv: 'CSV' } as const

/** The frame of every page: landmarks, the way back, the other pages of the target. The script keeps it fresh; nothing needs it. */
export const Page: FC<PropsWithChildren<PageProps>> = ({
  title,
  status,
  path,
  query,
  live = true,
  formats = ['text', 'json'],
  children,
}) => {
  const target = targetIn(path)
  return (
    <Document title={title} {...(status && { status })} live={live}>
      <a class="skip" href="#main">
        Skip to content
      </a>
      <header>
        <Path path={[{ name: 'Plumbline', href: '/' }, ...path]} />
        <Links name="Site" steps={SITE} path={path} />
        {target === null ? null : <Links name={target} steps={pagesOf(target)} path={path} />}
      </header>
      <main id="main">{children}</main>
      <footer>
        <p>
          {formats.length === 0 ? null : 'The same as '}
          {formats.map((format, i) => (
            <>
              {i === 0 ? '' : i === formats.length - 1 ? ' and ' : ', '}
              <a href={`?${query === undefined ? '' : `${query}&`}format=${format}`}>{FORMAT_NAMES[format]}</a>
            </>
          ))}
          {formats.length === 0 ? '' : '. '}The monitor itself: <a href="/healthz">health</a>,{' '}
          <a href="/openapi.json">OpenAPI</a>.
        </p>
        <p id="fresh" role="status"></p>
      </footer>
    </Document>
  )
}

type DocumentProps = Pick<PageProps, 'title' | 'status'> & { live?: boolean }

/** An HTML document with our styles; `live`: the script is loaded that keeps `main` fresh. */
export const Document: FC<PropsWithChildren<DocumentProps>> = ({ title, status, live = false, children }) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{`${title} · Plumbline`}</title>
      <link rel="stylesheet" href="/style.css" />
      <link rel="icon" href={icon(status)} />
      {live ? <script type="module" src="/live.js"></script> : null}
    </head>
    <body>{children}</body>
  </html>
)

const Path: FC<{ path: readonly Step[] }> = ({ path }) => (
  <nav class="path" aria-label="Path">
    <ol>
      {path.map(({ name, href }, i) => (
        <li>{i === path.length - 1 ? <span aria-current="page">{name}</span> : <a href={href}>{name}</a>}</li>
      ))}
    </ol>
  </nav>
)

const Links: FC<{ name: string; steps: readonly Step[]; path: readonly Step[] }> = ({ name, steps, path }) => {
  const current = currentOf(steps, path)
  const here = path.at(-1)?.href ?? '/'
  return (
    <nav class="links" aria-label={name}>
      <ul>
        {steps.map((step) => (
          <li>
            <a href={step.href} aria-current={step.href !== current ? undefined : step.href === here ? 'page' : 'true'}>
              {step.name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
