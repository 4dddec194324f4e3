import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigError } from './config.ts'
import { readDatabaseAddress } from './database-address.ts'

test('an address on this machine needs no certificate, and its port is the usual one', () => {
  assert.deepEqual(readDatabaseAddress('postgres://sunap:p%40ss@localhost/sunap'), {
    host: 'localhost',
    port: 5432,
    user: 'sunap',
    password: 'p@ss',
    database: 'sunap',
    tls: false,
  })
})

test('a socket folder and an IPv6 loopback stay on this machine', () => {
  assert.equal(readDatabaseAddress('postgres://sunap@/sunap?host=/var/run/postgresql').tls, false)
  const six = readDatabaseAddress('postgresql://sunap@[::1]:6543/sunap')
  assert.deepEqual([six.host, six.port, six.tls, six.password], ['::1', 6543, false, undefined])
})

test('across a network the certificate is checked without being asked for', () => {
  assert.deepEqual(readDatabaseAddress('postgres://sunap:hush@db.example.com/sunap').tls, { ca: undefined })
})

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['db.example.com', /write it like postgres:/],
  ['mysql://sunap:hush@localhost/sunap', /write it like postgres:/],
  ['postgres://localhost/sunap', /names no user/],
  ['postgres://sunap:hush@/sunap', /names no server/],
  ['postgres://sunap:hush@localhost', /names no database/],
  ['postgres://sunap:hush@localhost/sunap?pool=5', /pool is not known there/],
  ['postgres://sunap:hush@db.example.com/sunap?sslmode=require', /sslmode=require would let/],
  ['postgres://sunap:hush@db.example.com/sunap?sslmode=disable', /sslmode=disable would let/],
  ['postgres://sunap:hush%@localhost/sunap', /Write a % itself as %25/],
  ['postgres://sunap:hush@localhost/sunap?sslmode=verify-full&sslrootcert=/nowhere/ca.pem', /cannot be read/],
]

for (const [text, says] of WRONG) {
  test(`${text} is refused with what would be right, without its password`, () => {
    assert.throws(
      () => readDatabaseAddress(text),
      (error) => error instanceof ConfigError && says.test(error.message) && !error.message.includes('hush'),
    )
  })
}
