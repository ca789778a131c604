import { packTar, type TarEntry } from 'modern-tar'

/** What stands in the archive of a commit: a text, or where a link leads. */
export type Archived = string | Uint8Array | { link: string }

const file = (name: string, body: string | Uint8Array): TarEntry => ({
  header: { name, type: 'file', size: typeof body === 'string' ? new TextEncoder().encode(body).length : body.length },
  body,
})

/** As GitHub packs a commit: a global PAX header with its name, and all in one folder. */
export async function archiveOf(sha: string, files: Record<string, Archived>): Promise<Uint8Array<ArrayBuffer>> {
  const top = `acme-shop-${sha.slice(0, 7)}/`
  const comment = `52 comment=${sha}\n`
  const entries = Object.entries(files).map(([name, body]): TarEntry =>
    typeof body === 'string' || body instanceof Uint8Array
      ? file(top + name, body)
      : { header: { name: top + name, type: 'symlink', size: 0, linkname: body.link } },
  )
  return gzip(
    await packTar([
      {
        header: { name: 'pax_global_header', type: 'pax-global-header', size: comment.length, pax: {} },
        body: comment,
      },
      { header: { name: top, type: 'directory', size: 0 } },
      ...entries,
    ]),
  )
}

export const gzip = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer(),
  )

/** What GitHub was asked for. */
export interface GithubAsked {
  method: string
  url: URL
  authorization: string | null
}

/** GitHub’s API with the archive of one commit, as its codeload has it; `faults` come first, one each. */
export function archiveDouble(archive: Uint8Array<ArrayBuffer>, faults: (() => Response | Promise<Response>)[] = []) {
  const asked: GithubAsked[] = []
  const answer = async (input: string, init: RequestInit = {}): Promise<Response> => {
    const { method, url, headers } = new Request(input, init)
    const request = { method, url: new URL(url), authorization: headers.get('authorization') }
    asked.push(request)
    const fault = faults.shift()
    if (fault) return fault()
    const { host, pathname, searchParams } = request.url
    if (host === 'codeload.github.com' && searchParams.get('token') === 'once')
      return new Response(archive, { headers: { 'Content-Type': 'application/x-gzip' } })
    const tarball = /^\/repos\/acme\/shop\/tarball\/([0-9a-f]+)$/.exec(pathname)
    if (host !== 'api.github.com' || !tarball) return Response.json({ message: 'Not Found' }, { status: 404 })
    const location = `https://codeload.github.com/acme/shop/legacy.tar.gz/${tarball[1]}?token=once`
    return new Response(null, { status: 302, headers: { Location: location } })
  }
  return { asked, answer }
}
