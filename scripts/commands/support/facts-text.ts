import type { Fact } from '../../../functions/model/fact.ts'
import { visible } from '../../../functions/views/text/lines.ts'

/** Facts for people: the key on one line, the value below it. */
export const factsText = (facts: readonly Pick<Fact, 'key' | 'value'>[]): string =>
  facts.map(({ key, value }) => `${visible(key)}\n${indented(value)}`).join('\n')

/** A value with every line of it set off to the right. */
export const indented = (value: string): string =>
  visible(value)
    .split('\n')
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
