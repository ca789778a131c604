import { scaleLinear } from 'd3-scale'
import type { Unit } from './units.ts'

/** The upright axis: its end, and the figures that are named on it, from 0 on. */
export interface Scale {
  top: number
  ticks: number[]
}

/** A scale from 0 to at least `most`, with two to five steps that are round in the unit that people read: 512 kB, not 524.3 kB. */
export function scaleUpTo(most: number, unit: Unit): Scale {
  const factor = factorOf(most, unit)
  // Of nothing but 0 the axis goes to 1, and a count has no halves.
  const scale = scaleLinear([0, most === 0 ? 1 : most / factor], [0, 1]).nice(3)
  const ticks = scale.ticks(3).filter((tick) => unit !== 'count' || Number.isInteger(tick))
  return { top: (scale.domain()[1] ?? 1) * factor, ticks: ticks.map((tick) => tick * factor) }
}

function factorOf(most: number, unit: Unit): number {
  if (unit === 'bytes') return 1024 ** Math.max(Math.floor(Math.log2(Math.max(most, 1)) / 10), 0)
  return unit === 'ms' && most >= 120_000 ? 60_000 : 1
}
