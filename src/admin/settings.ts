/**
 * What the operator's commands set, set by people: the same verbs, so that there is one way to set a thing. A verb's options
 * are the fields of the body with hyphens; what it shows is the answer.
 */
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
type OfHouse = 'merchants' | 'addMerchant' | 'networks' | 'addNetwork' | 'tills' | 'addTill' | 'renewTillSecret'

export interface SettingHandlers {
  readonly ofMerchant: Record<OfMerchant, MerchantHandler>
  readonly ofHouse: Record<OfHouse, OwnHandler>
}

export function settingRunner({ runVerb }: Pick<AdminDeps, 'runVerb'>): RunSetting {
  return async (verb, options) => {
    const done = await runVerb(verb, options)
    return done.ok ? success({ rows: done.rows }) : verbRefusal(done.message)
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
  return {
    ofMerchant: {
      async merchant(_asked, _caller, { id }) {
        const done = await runVerb('merchant-list', {})
        if (!done.ok) return verbRefusal(done.message)
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
      async setChannel(asked, _caller, { id }) {
        const channel = asked.path['channel'] ?? ''
        const isOwn = gateway.directory().channels.some(({ key, merchantId }) => key === channel && merchantId === id)
        return isOwn ? run('channel-set', { ...optionsIn(asked), channel }) : NOT_FOUND
      },
    },
    ofHouse: {
      merchants: forHouse('merchant-list'),
      addMerchant: forHouse('merchant-add'),
      networks: forHouse('network-list'),
      addNetwork: forHouse('network-add'),
      tills: forHouse('till-list'),
      addTill: forHouse('till-add'),
      renewTillSecret: forHouse('till-secret'),
    },
  }
}

/** `reason` is for whoever reads what was done, not for the verb. */
export function optionsIn({ body, query }: Asked): Options {
  const { reason: _reason, ...fields } = { ...query, ...body }
  const given = Object.entries(fields).map(([name, value]) => [name.replaceAll('_', '-'), String(value)])
  return Object.fromEntries(given)
}

const NOT_FOUND: Answer = {
  kind: 'refusal',
  status: 404,
  code: 'not_found',
  message: { ko: '없는 것입니다.', en: 'There is no such thing.' },
}

/** Commands speak English, and name what would be right. */
export function verbRefusal(message: string): Answer {
  return {
    kind: 'refusal',
    status: 409,
    code: 'refused',
    message: { ko: `설정할 수 없습니다: ${message}`, en: message },
  }
}
