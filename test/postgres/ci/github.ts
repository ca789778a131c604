import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What stands in for GitHub's API: the comments of one pull request, two to a page. */
export interface FakeGithub {
  url: string
  comments: { id: number; body: string; user: { type: string } }[]
  /** `METHOD path`, of every request. */
  requests: string[]
  close(): void
}

/** Starts it; it wants `Bearer token`, and answers 403 otherwise. */
export async function fakeGithub(): Promise<FakeGithub> {
  const comments: FakeGithub['comments'] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.on('end', () => {
      const url = new URL(request.url ?? '', `http://${request.headers.host}`)
      requests.push(`${request.method} ${url.pathname}`)
      const body: { body?: string } = text === '' ? {} : JSON.parse(text)
      if (request.headers.authorization !== 'Bearer token') return response.writeHead(403).end('{}')
      if (request.method === 'POST')
        comments.push({ id: comments.length + 1, body: body.body ?? '', user: { type: 'Bot' } })
      if (request.method === 'PATCH') {
        const own = comments.find(({ id }) => url.pathname.endsWith(`/${id}`))
        if (own) own.body = body.body ?? ''
      }
      const page = Number(url.searchParams.get('page') ?? 1)
      const next = new URL(url)
      next.searchParams.set('page', String(page + 1))
      const link = comments.length > page * 2 ? { Link: `<${next.href}>; rel="next"` } : {}
      return response.writeHead(200, link).end(JSON.stringify(comments.slice((page - 1) * 2, page * 2)))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, comments, requests, close: () => void server.close() }
}
