import { as } from '../../tree/node.ts'
import { stepsOf } from '../../tree/alter.ts'
import type { Rule } from '../rule.ts'
import { closed } from '../text.ts'

/** CASCADE drops what nobody has named. */
export const dropCascade: Rule = {
  id: 'drop-cascade',
  title: 'CASCADE drops what the migration does not name',
  severity: 'high',
  looks: 'DROP … CASCADE, also of a column or a constraint.',
  why: 'Whatever depends on it goes, too: views, policies, foreign keys, defaults. What that is on the target the file does not say.',
  sources: ['pgfence', 'squawk ban-truncate-cascade'],
  check({ statement }) {
    const drop = as(statement.node, 'DropStmt')
    const whole = drop?.behavior === 'DROP_CASCADE' ? [drop.removeType?.replace('OBJECT_', '').toLowerCase() ?? ''] : []
    const parts = stepsOf(statement.node, 'AT_DropColumn', 'AT_DropConstraint')
      .filter(({ command }) => command.behavior === 'DROP_CASCADE')
      .map(({ name }) => name)
    return [...whole, ...parts].map((what) => ({
      subject: what,
      message: `DROP … CASCADE (${what}) drops whatever depends on it`,
      recipe: [
        '-- without CASCADE PostgreSQL says what depends on it; drop that by name first:',
        closed(statement.sql.replace(/\s+cascade\b/gi, '')),
      ],
    }))
  },
}
