import { describe, expect, test } from 'vitest'
import { failureOf } from '../../../functions/collect/failure.ts'

const failed = (message: string, code?: string) => Object.assign(new Error(message), code === undefined ? {} : { code })

describe('what a driver threw', () => {
  test.each([
    ['28P01', 'password authentication failed for user "x"', /password was refused \(28P01: /],
    ['3D000', 'database "x" does not exist', /no such database/],
    ['57014', 'canceling statement due to statement timeout', /statement_timeout/],
    ['55P03', 'canceling statement due to lock timeout', /lock was not to be had/],
    ['XX000', 'cache lookup failed for relation 16391', /^the target changed while it was read/],
    ['XX000', 'could not open relation with OID 16391', /^the target changed while it was read/],
    ['42501', 'permission denied for table x', /lacks a privilege/],
    ['53300', 'sorry, too many clients already', /no connection left/],
    ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1', /connection was refused$/],
    ['CONNECT_TIMEOUT', 'write CONNECT_TIMEOUT', /no answer/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', /certificate could not be verified/],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere', /host name is unknown/],
  ])('%s is said in plain words, with what helps', (code, message, reason) => {
    const failure = failureOf(failed(message, code), 'query')
    expect(failure.reason).toMatch(reason)
    expect(failure.mend).toMatch(/\S/)
    expect(failure.sqlstate).toBe(/^\w{5}$/.test(code) ? code : null)
  })

  test.each([
    [failed('proxy request failed, cannot connect to the specified address'), 'the connection was refused'],
    [new AggregateError([failed('x', 'ECONNREFUSED')]), 'the connection was refused'],
    [failed('relation "x" does not exist', '42P01'), 'relation "x" does not exist'],
    [failed('something else is broken', 'XX000'), 'something else is broken'],
    ['a string', 'a string'],
    [undefined, 'undefined'],
  ])('%s: %s', (error, reason) => expect(failureOf(error, 'connect')).toMatchObject({ reason }))

  test.each([
    'cannot reach postgres://me:s3cret@host:5432/db',
    'cannot reach postgresql://me:s3cr:et@host/db?sslmode=require',
    'cannot reach postgresql://me:s3%40cret@host/db',
  ])('keeps its password: %s', (message) => {
    expect(failureOf(failed(message), 'connect').reason).toMatch(/^cannot reach postgres(ql)?:\/\/me:…@host/)
  })
})
