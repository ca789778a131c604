import type { Bindings } from '../env.ts'

/** Whose chain names a channel, and at which level: `shop (1)`, by channel. */
export const chainsOf = (_env: Bindings): Map<string, string[]> => new Map()
