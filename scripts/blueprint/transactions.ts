/** BEGIN and START TRANSACTION: a transaction is open after it. */
export const startsTransaction = (sql: string): boolean => /^(?:begin|start\s+transaction)\b/i.test(sql)

/** COMMIT, END, ROLLBACK, ABORT, PREPARE TRANSACTION: none is open after it. */
export const endsTransaction = (sql: string): boolean =>
  /^(?:commit|end|rollback|abort|prepare\s+transaction)\b/i.test(sql) &&
  !/^rollback\s+(?:work\s+|transaction\s+)?to\b/i.test(sql)
