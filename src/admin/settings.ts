/**
 * What the operator's commands set, set by people: the same verbs, so that there is one way to set a thing. A verb's options
 * are the fields of the body with hyphens; what it shows is the answer.
 */
import { Buffer } from 'node:buffer'
import type { Words } from '../wire/rejections.ts'
import { type Answer, success } from './answer.ts'
import type { AdminDeps, Asked, MerchantHandler, OwnHandler } from './ports.ts'

type Options = Readonly<Record<string, string>>
export type RunSetting = (verb: string, options: Options) => Promise<Answer>

type OfMerchant =
  | 'merchant'
  | 'setMerchant'
  | 'keys'
  | 'addKey'
  | 'revokeKey'
  | 'channels'
  | 'addChannel'
  | 'setChannel'
  | 'probeChannel'
type OfHouse =
  | 'merchants'
  | 'houseChannels'
  | 'addMerchant'
  | 'networks'
  | 'addNetwork'
  | 'tills'
  | 'addTill'
  | 'renewTillSecret'

export interface SettingHandlers {
  readonly ofMerchant: Record<OfMerchant, MerchantHandler>
  readonly ofHouse: Record<OfHouse, OwnHandler>
}

export function settingRunner({ runVerb }: Pick<AdminDeps, 'runVerb'>): RunSetting {
  return async (verb, options) => {
    const done = await runVerb(verb, options)
    return done.ok ? success({ rows: done.rows }) : verbRefusal(done.words)
  }
}

export function settingHandlers({ runVerb, gateway }: Pick<AdminDeps, 'runVerb' | 'gateway'>): SettingHandlers {
  const run = settingRunner({ runVerb })
  const forMerchant =
    (verb: string, more: (asked: Asked) => Options = optionsIn): MerchantHandler =>
    (asked, _caller, { id }) =>
      run(verb, { ...more(asked), merchant: id })
  const forHouse =
    (verb: string): OwnHandler =>
    (asked) =>
      run(verb, optionsIn(asked))
  /** The verb itself knows no merchant: whose channel it is must be looked at here. */
  const ofChannel =
    (verb: string): MerchantHandler =>
    async (asked, _caller, { id }) => {
      const channel = asked.path['channel'] ?? ''
      const isOwn = gateway.directory().channels.some(({ key, merchantId }) => key === channel && merchantId === id)
      return isOwn ? run(verb, { ...optionsIn(asked), channel }) : NOT_FOUND
    }
  return {
    ofMerchant: {
      async merchant(_asked, _caller, { id }) {
        const done = await runVerb('merchant-list', {})
        if (!done.ok) return verbRefusal(done.words)
        return success({ rows: done.rows.filter(({ merchant }) => merchant === id) })
      },
      setMerchant: forMerchant('merchant-set'),
      keys: forMerchant('key-list'),
      addKey: forMerchant('key-add'),
      async revokeKey({ path }, _caller, { id }) {
        // The verb itself knows no merchant: whose key it is must be looked at here.
        const impKey = path['imp_key'] ?? ''
        if (gateway.directory().apiKeys.get(impKey)?.merchantId !== id) return NOT_FOUND
        return run('key-revoke', { 'imp-key': impKey })
      },
      channels: forMerchant('channel-list'),
      addChannel: forMerchant('channel-add'),
      setChannel: ofChannel('channel-set'),
      probeChannel: ofChannel('channel-probe'),
    },
    ofHouse: {
      merchants: forHouse('merchant-list'),
      houseChannels: forHouse('channel-list'),
      addMerchant: forHouse('merchant-add'),
      networks: forHouse('network-list'),
      addNetwork: forHouse('network-add'),
      tills: forHouse('till-list'),
      addTill: forHouse('till-add'),
      renewTillSecret: forHouse('till-secret'),
    },
  }
}

/** A command reads files, and calls what tills show its reason; that of a request is for whoever reads what was done. */
export function optionsIn({ body, query }: Asked): Options {
  const { reason: _reason, ...fields } = { ...query, ...body }
  const given = Object.entries(fields).map(([name, value]) => {
    const isFile = name === 'csv' || name === 'connector_config'
    return [optionOf(name), isFile ? Buffer.from(String(value)).toString('base64') : String(value)]
  })
  return Object.fromEntries(given)
}

const OPTIONS: Readonly<Record<string, string>> = { csv: 'file', shown: 'reason' }

function optionOf(field: string): string {
  return OPTIONS[field] ?? field.replaceAll('_', '-')
}

function fieldOf(option: string): string {
  const [field] = Object.entries(OPTIONS).find(([, name]) => name === option) ?? []
  return field ?? option.replaceAll('-', '_')
}

const NOT_FOUND: Answer = {
  kind: 'refusal',
  status: 404,
  code: 'not_found',
  message: { ko: '없는 것입니다.', en: 'There is no such thing.' },
}

/** A command's no. Its options are fields here, and the one that its sentence begins with is the one at fault. */
export function verbRefusal({ ko, en }: Words): Answer {
  const [, option] = /^--([a-z-]+)/.exec(en) ?? []
  const named = (text: string): string => text.replace(/--([a-z][a-z-]*)/g, (_, name: string) => fieldOf(name))
  return {
    kind: 'refusal',
    status: 409,
    code: 'refused',
    ...(option === undefined ? {} : { field: fieldOf(option) }),
    message: { ko: named(ko), en: named(en) },
  }
}
