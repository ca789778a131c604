/** How far a backup or restore is. */
export interface Progress {
  what: string
  rows: number
  /** Uncompressed. */
  bytes: number
}
