/** A seeded source of numbers. */
export interface Random {
  /** 0 ≤ x < 1 */
  next(): number
  /** Of the standard normal distribution. */
  normal(): number
  /** Of a lognormal one with this median. */
  around(median: number, spread: number): number
  /** How often something happens that is expected so often. */
  poisson(expected: number): number
  pick<T>(items: readonly T[]): T
}

/** mulberry32 (Tommy Ettinger, public domain): the same numbers for the same seed, anywhere. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  // Box and Muller.
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    normal,
    around: (median, spread) => median * Math.exp(spread * normal()),
    poisson: (expected) => {
      // Where it is large, the normal distribution is as good.
      if (expected > 60) return Math.max(0, Math.round(expected + Math.sqrt(expected) * normal()))
      const limit = Math.exp(-expected)
      let count = 0
      for (let product = next(); product > limit; product *= next()) count += 1
      return count
    },
    pick: (items) => {
      const item = items[Math.floor(next() * items.length)]
      if (item === undefined) throw new Error('there is nothing to pick from')
      return item
    },
  }
}
