/** Where the parts of one backup lie: names, and bytes. */
export interface Store {
  /** As people write it, without a key or password: `r2://bucket/prefix`. */
  readonly where: string
  /** Keeps bytes under a name, whole or not at all. @throws UserError where it cannot */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** What is kept under a name; null: nothing. @throws UserError where that cannot be said */
  get(name: string): Promise<Uint8Array | null>
}
