/**
 * `SUNAP_DATABASE_URL` taken apart and checked: what is wrong with it is said before anything connects, without its
 * password. A line that leaves this machine is encrypted and the server's certificate is checked.
 */
import { readFileSync } from 'node:fs'
import type { DatabaseAddress } from '../storage/postgres/connections.ts'
import { ConfigError } from './config.ts'

const EXAMPLE = 'postgres://sunap:password@db.example.com/sunap'
/** What may stand after the `?`, as other clients of PostgreSQL know it. */
const PARAMETERS = ['host', 'sslmode', 'sslrootcert']
/** A user at no host is no URL to Node, yet how a socket is written. */
const USER_AT_NO_HOST = /^(postgres(?:ql)?:\/\/[^@/?#]*@)(?=\/)/
const NO_HOST = 'no-host.invalid'

/** Throws `ConfigError`. */
export function readDatabaseAddress(text: string): DatabaseAddress {
  const url = URL.parse(text.replace(USER_AT_NO_HOST, `$1${NO_HOST}`))
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) throw wrong(`write it like ${EXAMPLE}`)
  const unknown = [...url.searchParams.keys()].find((name) => !PARAMETERS.includes(name))
  if (unknown !== undefined) throw wrong(`${unknown} is not known there. There are: ${PARAMETERS.join(', ')}`)
  const database = decoded(url.pathname.slice(1))
  if (url.username === '') throw wrong(`it names no user. Write it like ${EXAMPLE}`)
  if (database === '') throw wrong(`it names no database. Write it like ${EXAMPLE}`)
  const host = url.searchParams.get('host') ?? (url.hostname === NO_HOST ? '' : unbracketed(decoded(url.hostname)))
  if (host === '')
    throw wrong(`it names no server. Write it like ${EXAMPLE}, or ?host=/var/run/postgresql for a socket`)
  return {
    host,
    port: url.port === '' ? 5432 : Number(url.port),
    user: decoded(url.username),
    password: url.password === '' ? undefined : decoded(url.password),
    database,
    tls: readTls(url.searchParams, staysHere(host)),
  }
}

/** `verify-full` is the only way across a network. */
function readTls(parameters: URLSearchParams, here: boolean): DatabaseAddress['tls'] {
  const mode = parameters.get('sslmode') ?? (here ? 'disable' : 'verify-full')
  if (mode === 'disable' && here) return false
  if (mode !== 'verify-full')
    throw wrong(
      `sslmode=${mode} would let somebody between here and the server read or change payments. Use ` +
        'sslmode=verify-full, with sslrootcert=FILE where the certificate is of an authority of your own' +
        (here ? ', or sslmode=disable on this machine' : ''),
    )
  const file = parameters.get('sslrootcert')
  if (file === null) return { ca: undefined }
  try {
    return { ca: readFileSync(file, 'utf8') }
  } catch (error) {
    throw new ConfigError(`SUNAP_DATABASE_URL: sslrootcert=${file} cannot be read.`, { cause: error })
  }
}

/** A unix socket or a loopback address. */
function staysHere(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
}

/** The fault of a lone % would be a riddle. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw wrong('a % in it stands for no character. Write a % itself as %25')
  }
}

function unbracketed(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

function wrong(why: string): ConfigError {
  return new ConfigError(`SUNAP_DATABASE_URL: ${why}.`)
}
