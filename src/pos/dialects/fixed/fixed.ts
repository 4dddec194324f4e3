/** The house's own dialect: every message and reply of the till's protocol, field for field, in fixed length. */
import { type Body, type Misfit, readFields, readWholeFields, writeFields } from '../../../wire/fixed/field-table.ts'
import {
  FIXED_VERSION,
  MESSAGE_KINDS,
  REPLY_HEAD,
  REQUEST_BODIES,
  REQUEST_HEAD,
  replyBody,
  replyKind,
} from '../../../wire/fixed/till-tables.ts'
import { TILL_MESSAGES } from '../../../wire/till.ts'
import type { Dialect, HeardFrame } from '../dialect.ts'

export const fixedDialect: Dialect = {
  read(content) {
    const head = readFields(REQUEST_HEAD, content)
    return head.ok ? heardFrame(head.body, content.subarray(head.bytesRead)) : undefined
  },
  writeUnread: (refusal) => writeFields(REPLY_HEAD, refusal),
}

function heardFrame(head: Body, rest: Uint8Array): HeardFrame {
  const { version, message: kind, network, outlet, till, ...own } = head
  const name = TILL_MESSAGES.find((each) => MESSAGE_KINDS[each] === kind)
  return {
    terminal: `${network}/${outlet}/${till}`,
    sentAtMs: Number(own['sent_at']) * 1000,
    message() {
      if (version !== FIXED_VERSION) return OTHER_VERSION
      if (name === undefined) return UNKNOWN_MESSAGE
      const read = readWholeFields(REQUEST_BODIES[name], rest)
      return read.ok ? { name, body: { ...own, ...read.body } } : read
    },
    write(reply) {
      const message = name === undefined ? kind : replyKind(name)
      const body = name === undefined ? [] : replyBody(name, reply.code)
      return writeFields([...REPLY_HEAD, ...body], { ...reply, key: { ...head, version: FIXED_VERSION, message } })
    },
  }
}

const OTHER_VERSION: Misfit = {
  field: 'version',
  rule: { ko: String(FIXED_VERSION).padStart(2, '0'), en: String(FIXED_VERSION).padStart(2, '0') },
}

const KINDS = Object.values(MESSAGE_KINDS).sort().join(', ')
const UNKNOWN_MESSAGE: Misfit = { field: 'message', rule: { ko: `${KINDS} 중 하나`, en: `one of ${KINDS}` } }
