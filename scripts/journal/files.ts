import { rename, rm, writeFile } from 'node:fs/promises'

/** A file's new text that lies beside it already: what can fail, has; to put it in its place is one rename. */
export interface Prepared {
  commit(): Promise<void>
  discard(): Promise<void>
}

/** Writes the new text of a file beside it. @throws where the folder cannot be written to */
export async function prepareFile(path: string, text: string): Promise<Prepared> {
  const beside = `${path}.plumbline-${process.pid}`
  await writeFile(beside, text, { flag: 'wx' })
  return { commit: () => rename(beside, path), discard: () => rm(beside, { force: true }) }
}

/** JSON with the indentation and the ending that a text had. */
export function jsonLike(before: string, value: unknown): string {
  const indent = /^[[{]\r?\n([ \t]+)/.exec(before)?.[1] ?? (before.includes('\n') ? '  ' : '')
  const ending = /\r?\n$/.exec(before)?.[0] ?? ''
  const text = JSON.stringify(value, null, indent)
  return `${before.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text}${ending}`
}
