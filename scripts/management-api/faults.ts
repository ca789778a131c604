/** What goes wrong with one request, once. `done`: what it asks for is done all the same, `later` by so many ms. */
export type ApiFault =
  /** Another status, with what it has to say. */
  | { status: number; body?: string; headers?: Record<string, string>; done?: boolean }
  /** No answer ever comes. */
  | { blackhole: true; done: boolean; later?: number }
  /** The connection is cut. */
  | { reset: true; done: boolean; later?: number }
  /** The answer ends in the middle; what it asks for is done. */
  | { cut: true }
  /** The answer comes drop by drop, so many ms between two; what it asks for is done. */
  | { drip: number }
  /** The answer comes later by this much, ms. */
  | { slow: number }
  /** Something else happens just before. */
  | { first: () => Promise<unknown> }

/** Whether what a request asks for is done though its answer goes wrong. */
export const isDone = (fault: ApiFault | null): boolean =>
  fault === null || !('status' in fault || 'blackhole' in fault || 'reset' in fault) || fault.done === true

/** How much later it is done, ms. */
export const laterBy = (fault: ApiFault | null): number => (fault !== null && 'later' in fault ? (fault.later ?? 0) : 0)

/** The text that comes back: half of it where it is cut. */
export const textUnder = (fault: ApiFault | null, text: string): string =>
  fault !== null && 'cut' in fault ? text.slice(0, text.length / 2) : text
