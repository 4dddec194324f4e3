/** What a merchant's system looks up once: its own payment channels, banks and card companies. */
import type { MerchantId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { ChannelAnswer } from '../wire/channel-list.ts'
import type { Institution } from '../wire/institutions.ts'
import type { Words } from '../wire/rejections.ts'
import { type Answer, refusal, success } from './envelope.ts'

export function listChannels(
  { gateway }: { readonly gateway: Pick<Gateway, 'directory'> },
  merchantId: MerchantId,
): Answer {
  const own = gateway.directory().channels.filter((channel) => channel.merchantId === merchantId)
  const answers = own.map(
    ({ provider, mid, sandbox, key }): ChannelAnswer => ({
      pg_provider: provider,
      pg_id: mid,
      sandbox,
      type: 'api_payment',
      channel_name: `${provider}.${mid}`,
      channel_key: key,
    }),
  )
  return success(answers)
}

export function findInstitution(institutions: readonly Institution[], code: string): Answer {
  const found = institutions.find((institution) => institution.code === code)
  return found === undefined ? refusal(404, NO_SUCH_CODE) : success(found)
}

const NO_SUCH_CODE: Words = {
  ko: '존재하지 않는 코드입니다. 앞의 0을 포함한 세 자리 코드로 조회해 주세요.',
  en: 'There is no such code. Ask with three digits, leading zeros included.',
}
