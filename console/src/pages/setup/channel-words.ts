/** What the terms of a payment channel are called, what they mean, and what each choice does. */

const KO = {
  mid: '상점아이디(MID)',
  midHelp: '계약서의 상점아이디. 영문, 숫자, _, - 40자까지이며 나중에 바꿀 수 없습니다.',
  channelKey: 'channel_key',
  channelKeyMeans: 'API에서 이 결제채널을 고르는 값입니다.',
  network: '수납망',
  networkHelp: '이 채널의 수납번호를 받는 편의점들이 연결된 망입니다. 나중에 바꿀 수 없습니다.',
  currency: '통화',
  isDefault: '기본',
  default: '기본 채널로 쓰기',
  defaultHelp: '발급 요청에 결제채널이 없으면 기본 채널로 발급합니다.',
  reissue: '재발급 규칙',
  reissueMeans:
    '결제를 기다리는 번호가 있는 주문에 번호를 또 발급할 때의 규칙입니다. 어느 규칙이든 한 주문은 한 번만 수납됩니다.',
  reissueOf: {
    allow: '함께 유효: 금액이 같으면 앞의 번호도 살아 있고, 하나가 수납되면 나머지는 말소',
    supersede: '마지막 번호만 유효: 앞의 번호는 말소',
    refuse: '거절: 있는 번호를 쓰거나 말소한 뒤 발급',
  },
  deadlineDays: '결제기한',
  deadlineDaysMeans:
    '발급 요청에 결제기한이 없을 때, 발급한 날부터 며칠째 밤까지 결제할 수 있는지입니다. 0이면 그날 밤까지입니다.',
  deadlineDaysHelp: '일 단위, 0~180',
  days: (days: string) => (days === '0' ? '당일' : `${days}일`),
  amountMax: '건당 최대 금액',
  amountMaxMeans: '이보다 큰 금액은 발급을 거절합니다. 수납망의 한도가 더 작으면 그쪽을 따릅니다.',
  amountMaxHelp: 'KRW는 원, USD·EUR는 센트 단위. 비우면 그대로 둡니다',
  noMax: '제한 없음',
  confirmTimeout: '수납가능여부 확인 대기',
  confirmTimeoutMeans:
    '계산대에서 수납하기 전에 가맹점의 confirm_url에 묻고 답을 기다리는 시간입니다. 지나면 수납을 거절합니다.',
  confirmTimeoutHelp: '밀리초, 100~30,000',
  seconds: (ms: string) => `${Number(ms) / 1000}초`,
  receipts: '현금영수증',
  receiptsMeans: '현금으로 받은 결제에 현금영수증을 발급할지입니다.',
  receiptsOf: {
    none: '발급하지 않음',
    asked: '가맹점이 요청하면 발급',
    auto: '요청 없이도 의무발행 금액(10만원)부터 자진발급',
    always: '모든 현금 결제에 발급',
  },
  slipDays: '환불 바코드',
  slipDaysMeans:
    '계좌 대신 편의점에서 현금으로 돌려주는 환불 바코드를 쓸 수 있는 날수입니다. 비우면 계좌로만 환불합니다.',
  slipDaysHelp: '일 단위, 1~90. 비우면 쓰지 않음',
  noSlips: '쓰지 않음',
  tillCancel: '당일취소',
  tillCancelMeans:
    '계산대가 그날 다시 온 고객에게 돈을 돌려줄 수 있는 범위입니다. 바꾸면 그 뒤 발급한 결제부터 적용됩니다.',
  tillCancelOf: {
    same_till: '수납한 단말에서 30분 안에',
    until_cutoff: '같은 점포에서 마감까지',
    never: '할 수 없음',
  },
  connector: '번호를 만드는 곳',
  connectorMeans: '수납번호를 이 게이트웨이가 직접 만들거나, 연결된 PG에서 받아 옵니다. 나중에 바꿀 수 없습니다.',
  house: '직접 발급',
  viaPg: 'PG에서 받아 오기',
  connectorKind: '연결 방식',
  connectorKindHelp: '게이트웨이에 들어 있는 PG 연결의 이름입니다.',
  connectorConfig: 'PG 연결 설정',
  connectorConfigHelp: '계약마다 다른 주소와 키를 담은 JSON입니다. 저장한 뒤에는 다시 보이지 않습니다.',
  connectorConfigChange: '비우면 지금 설정을 그대로 씁니다. 적으면 전체를 바꿉니다.',
  probe: '회선 확인',
  probed: (pg: string, answered: string) => `${pg}: PG가 ${answered} 만에 답했습니다.`,
}
const EN: typeof KO = {
  mid: 'MID',
  midHelp: 'As the contract has it: up to 40 letters, digits, _ and -. It cannot be changed later.',
  channelKey: 'channel_key',
  channelKeyMeans: 'Names this channel in the API.',
  network: 'Network',
  networkHelp: 'Whose shops take this channel’s numbers. It cannot be changed later.',
  currency: 'Currency',
  isDefault: 'Default',
  default: 'Make it the default',
  defaultHelp: 'A request that names no channel is issued with the default one.',
  reissue: 'Reissue rule',
  reissueMeans:
    'What another number means for an order that has one waiting. Whatever it is, an order is collected once.',
  reissueOf: {
    allow: 'Both live: of the same amount, the first collection revokes the others',
    supersede: 'Only the newest: those before are revoked',
    refuse: 'Refused: use or revoke the one there is',
  },
  deadlineDays: 'Deadline',
  deadlineDaysMeans:
    'Until the night of which day a number can be paid where the request names no deadline. 0 is the day itself.',
  deadlineDaysHelp: 'Days, 0 to 180',
  days: (days) => (days === '0' ? 'same day' : days === '1' ? '1 day' : `${days} days`),
  amountMax: 'Largest amount',
  amountMaxMeans: 'More than this is not issued. Where the network’s own limit is lower, that one holds.',
  amountMaxHelp: 'In won, or in cents of USD and EUR; empty leaves it as it is',
  noMax: 'Any',
  confirmTimeout: 'Payability check waits',
  confirmTimeoutMeans:
    'How long the merchant’s confirm_url may take before a till collects. After that the collection is refused.',
  confirmTimeoutHelp: 'Milliseconds, 100 to 30,000',
  seconds: (ms) => `${Number(ms) / 1000} s`,
  receipts: 'Cash receipts',
  receiptsMeans: 'Whether 현금영수증 are issued for cash.',
  receiptsOf: {
    none: 'None',
    asked: 'When the merchant asks',
    auto: 'Unasked too, from 100,000 won, where the law obliges to it',
    always: 'For all cash',
  },
  slipDays: 'Refund barcodes',
  slipDaysMeans:
    'For how many days a refund can be taken in cash at a shop, by barcode, in place of a transfer. Empty: transfers only.',
  slipDaysHelp: 'Days, 1 to 90; empty for none',
  noSlips: 'None',
  tillCancel: 'Same-day cancel',
  tillCancelMeans:
    'What a till may give back to a customer who returns the same day. A change is for payments issued from then on.',
  tillCancelOf: {
    same_till: 'At the same till, within 30 minutes',
    until_cutoff: 'At the same shop, until the cut-off',
    never: 'Never',
  },
  connector: 'Makes its numbers',
  connectorMeans: 'This gateway itself, or a PG that it is connected to. It cannot be changed later.',
  house: 'This gateway',
  viaPg: 'A PG',
  connectorKind: 'Connector',
  connectorKindHelp: 'One of the connectors that this gateway has.',
  connectorConfig: 'Settings of the PG',
  connectorConfigHelp: 'JSON with the addresses and keys of this contract. It is not shown again.',
  connectorConfigChange: 'Empty leaves them as they are; anything else takes the place of all of them.',
  probe: 'Try the line',
  probed: (pg, answered) => `${pg}: the PG answered in ${answered}.`,
}
export const CHANNEL_WORDS = { ko: KO, en: EN }

/** What `connector` says where no PG is behind it. */
export const HOUSE = 'house'

/** Of a choice that nobody here knows, its own name. */
export function choiceWords(of: Readonly<Record<string, string>>, choice: string): string {
  return of[choice] ?? choice
}
