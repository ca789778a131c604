import type { Node } from '../tree/node.ts'

/** By this name an ignore accepts a statement that cannot be looked into. */
export const OPAQUE = 'opaque'

/** Whether a statement decides at run time what it does. */
export const isOpaque = (node: Node): boolean => 'DoStmt' in node || 'CallStmt' in node
