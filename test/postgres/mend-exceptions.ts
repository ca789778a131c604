const ENUM = 'labels of an enum can be neither removed nor moved'
const KEY = 'a partition key cannot be changed: the table must be made anew, and its rows moved'
const SERVER = 'the server of a foreign table cannot be changed: the table must be made anew'
const SECRET = 'what may be a secret is not read, so that nothing can set it again'

/** Cases whose drift no statement of the findings puts right, and why. */
export const UNMENDED: Readonly<Record<string, string>> = {
  'column--array-type forward': 'an array made a single value would lose its elements',
  'column--array-type backward': 'an array made a single value would lose its elements',
  'enum--labels-quoted forward': ENUM,
  'enum--labels-quoted backward': ENUM,
  'enum--value-added forward': ENUM,
  'enum--value-order forward': ENUM,
  'enum--value-order backward': ENUM,
  'foreign_table--server forward': SERVER,
  'foreign_table--server backward': SERVER,
  'index--invalid-on-only-the-parent backward': 'an index is dropped with its parts in the partitions',
  'setting--secret forward': SECRET,
  'setting--secret backward': SECRET,
  'table--partition-key forward': KEY,
  'table--partition-key backward': KEY,
  'table--partitioned-or-plain forward': KEY,
  'table--partitioned-or-plain backward': KEY,
}
