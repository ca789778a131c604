import type { RunStatus } from '../model/run.ts'

/** Middle tones, seen on a light and on a dark tab. */
const COLORS = { pass: '#2f9e5b', warn: '#d08a1d', fail: '#d64545', unknown: '#8a78d8' } as const

/** The tab's icon, a plumb bob in the colour of a status, as a data URL. */
export function icon(status?: RunStatus): string {
  const color = status === undefined ? '#808790' : COLORS[status]
  const bob = `<path d="M7.3 0h1.4v4H7.3zM4 5h8v4l-4 7-4-7z" fill="${color}"/>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${bob}</svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
