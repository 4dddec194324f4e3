/** What the sandbox's tills can be told and which values make an outcome, as people read it where they choose one. */
import type { Words } from '../wire/rejections.ts'
import type { MAGIC_VALUES } from './magic-values.ts'
import type { Misbehaviour } from './plays.ts'

export const MISBEHAVIOUR_WORDS: Readonly<Record<Misbehaviour, Words>> = {
  double_scan: {
    ko: '같은 거래를 동시에 두 번 보냅니다. 한 번만 수납됩니다.',
    en: 'Sends the same sale twice at once. It is collected once.',
  },
  two_tills: {
    ko: '두 점포의 계산대가 같은 번호를 동시에 수납합니다. 한 곳만 됩니다.',
    en: 'Tills in two shops collect one number at once. One of them does.',
  },
  lost_reply: {
    ko: '수납되었는데 응답이 사라져 계산대가 망취소합니다.',
    en: 'Collected, the reply is lost, and the till reverses.',
  },
  power_cut: {
    ko: '응답이 오는 중에 정전됩니다. 다시 켜진 계산대가 망취소합니다.',
    en: 'The lights go out while the reply is on its way; the till comes back and reverses.',
  },
  wrong_amount: {
    ko: '점원이 다른 금액을 칩니다. 거절되고 돈은 받지 않습니다.',
    en: 'The clerk types another amount. It is refused, and no money is taken.',
  },
  slow_link: {
    ko: '수납 요청이 늦게 도착해 처리되지 않고, 다시 보내 수납됩니다.',
    en: 'The collect arrives too late and does nothing; sent again, it is collected.',
  },
  reverse_first: {
    ko: '망취소가 원거래보다 먼저 도착합니다. 늦게 온 수납은 거절됩니다.',
    en: 'The reversal overtakes its own collect, which is then refused.',
  },
}

/** By what stands before `@till.test` in a `buyer_email`. */
export const MAGIC_WORDS: Readonly<Record<keyof typeof MAGIC_VALUES, Words>> = {
  paid: { ko: '계산대가 바로 수납합니다.', en: 'A till collects at once.' },
  'paid-after-10s': { ko: '계산대가 10초 뒤에 수납합니다.', en: 'A till collects ten seconds later.' },
  refused: { ko: '계산대가 시도하지만 판매자가 거절합니다.', en: 'A till tries, and the merchant says no.' },
  'confirm-timeout': {
    ko: '계산대가 시도하지만 판매자가 답하지 않습니다.',
    en: 'A till tries, and the merchant never answers.',
  },
  'lost-reply': {
    ko: '수납되었으나 응답이 끊겨 계산대가 망취소합니다.',
    en: 'Collected, the reply is lost, and the till reverses.',
  },
  reversed: {
    ko: '수납 뒤 계산대가 정전되었다가 돌아와 망취소합니다.',
    en: 'Collected; the till loses power, comes back and reverses.',
  },
  expired: { ko: '결제기한이 1초 뒤입니다.', en: 'The deadline is a second away.' },
}
