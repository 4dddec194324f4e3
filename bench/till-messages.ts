/** Signed messages from the gateway's practice tills, each till in turn. */
import type { Dispatcher } from 'undici'
import { signTillRequest } from '../src/sandbox/till-client.ts'
import { TILL_PATH, type TillMessageName } from '../src/wire/till.ts'
import { type Asked, ask, type Heard } from './exchange.ts'
import type { GatewayAddresses } from './messages.ts'

/** Writes and signs the next message. */
export type WriteMessage = (name: TillMessageName, fields: object) => Asked

const TILL_YES = Buffer.from('{"code":"0000"')

/** The first message is an echo, which tells the business date that the others name. */
export async function openTills(
  dispatcher: Dispatcher,
  heard: Heard,
  { terminals }: Pick<GatewayAddresses, 'terminals'>,
): Promise<WriteMessage> {
  let messages = 0
  const write = (name: TillMessageName, fields: object): Asked => {
    messages += 1
    const till = terminals[messages % terminals.length]
    if (till === undefined) throw new Error('the gateway has no till')
    const path = TILL_PATH + name
    const wallMs = Date.now()
    const stamp = { stan: String(messages), sent_at: Math.floor(wallMs / 1000) }
    const body = Buffer.from(JSON.stringify({ ...fields, ...stamp }))
    const headers = signTillRequest({ terminal: till.id, secret: till.secret }, { path, body, wallMs })
    return { method: 'POST', path, headers, body, yes: TILL_YES }
  }
  const { body } = await ask(dispatcher, heard, write('echo', {}))
  const { business_date } = JSON.parse(body.toString())
  return (name, fields) => write(name, { business_date, ...fields })
}
