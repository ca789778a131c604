import type { Sender } from '../message.ts'
import { readOwn } from '../own-event.ts'
import { anyOf, sameText } from '../signature.ts'

const TOKEN = /^[\w.~+/-]+=*$/

/** Any system that can send a header, such as curl in CI: a bearer token, and words of ours: own-event.ts. */
export const bearer: Sender = {
  name: 'bearer',
  signsDelivery: true,
  secretFrom: 'openssl rand -hex 32',
  wrongSecret: (secret) =>
    TOKEN.test(secret) && secret.length >= 16 ? null : 'is not 16 or more of letters, digits and -._~+/=',

  async verify({ headers }, secrets) {
    const [, token = ''] = /^Bearer ([\w.~+/-]+=*)$/.exec(headers.get('authorization') ?? '') ?? []
    if (token === '') return 'there is no header Authorization: Bearer …'
    return (await anyOf(secrets, (secret) => sameText(secret, token))) ? null : 'the token is none of ours'
  },

  read({ headers }, value) {
    const key = headers.get('idempotency-key')?.trim() ?? ''
    return readOwn(value, /^[\x21-\x7e]{1,200}$/.test(key) ? key : null)
  },
}
