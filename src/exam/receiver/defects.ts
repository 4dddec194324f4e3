/**
 * What can be wrong with a receiver, what it costs, and what to change. One row a defect, so that a report never names
 * a fault without a way out. `money`: orders are paid and not known to be, or counted that nobody paid. `work`: some
 * notices do not get through. `little`: nothing is lost, yet.
 */
import type { DefectRow } from '../report.ts'

const ANSWERING = {
  unreachable: {
    costs: 'money',
    advice: {
      ko: '수신 서버를 켜고 URL의 호스트와 포트를 확인하세요. 컨테이너 안이라면 127.0.0.1이 아니라 0.0.0.0에서 들어야 합니다.',
      en: 'Start the receiver and check host and port of the URL. Inside a container it must listen on 0.0.0.0, not 127.0.0.1.',
    },
  },
  no_answer: {
    costs: 'money',
    advice: {
      ko: '처리기가 어떤 경우에도 HTTP 응답을 끝까지 보내게 하세요. 응답 없이 끊긴 통지는 전달되지 않은 것으로 보고 7일 동안 다시 보냅니다.',
      en: 'Let the handler finish an HTTP answer in every case. A notice whose connection is dropped counts as not delivered and comes again for seven days.',
    },
  },
  redirects: {
    costs: 'money',
    advice: {
      ko: '리다이렉트는 따라가지 않습니다. 마지막 슬래시와 https까지 맞춘 최종 주소를 notice_url로 등록하세요.',
      en: 'Redirects are not followed. Register the final address as notice_url, with its https and its slash at the end.',
    },
  },
  too_slow: {
    costs: 'money',
    advice: {
      ko: '통지를 저장한 뒤 곧바로 2xx로 응답하고 나머지 일은 뒤에서 하세요. 게이트웨이는 15초까지만 기다립니다.',
      en: 'Store the notice, answer 2xx at once and do the rest afterwards. The gateway waits 15 seconds and no longer.',
    },
  },
  slow: {
    costs: 'little',
    advice: {
      ko: '통지를 저장한 뒤 곧바로 응답하고 나머지 일은 뒤에서 하세요. 바쁜 날에는 15초를 넘겨 같은 통지가 다시 옵니다.',
      en: 'Store the notice, answer, and do the rest afterwards. On a busy day it will take more than 15 seconds and the notice comes again.',
    },
  },
  refuses_notice: {
    costs: 'money',
    advice: {
      ko: '올바른 통지에는 2xx로 응답해야 합니다. --format과 --secret이 수신 서버의 설정과 같은지, 시험 주문이 미리 만들어져 있는지(--orders) 확인하세요.',
      en: 'An honest notice must be answered 2xx. Check that --format and --secret are those of the receiver, and that it knows the orders of the exam (--orders).',
    },
  },
  no_effect: {
    costs: 'money',
    advice: {
      ko: '2xx로 응답했지만 주문이 결제되지 않았습니다. 2xx는 저장까지 끝난 뒤에 보내세요. 다시 보내 주지 않습니다.',
      en: 'It answered 2xx but the order is not paid. Answer 2xx only when that is stored: the notice does not come again.',
    },
  },
  answers_page: {
    costs: 'little',
    advice: {
      ko: '통지에 HTML로 응답했습니다. 오류 화면이나 로그인 화면이 200으로 나가는 것이 아닌지 확인하고, 처리기에서 빈 본문으로 응답하세요.',
      en: 'A notice was answered with an HTML page. See that it is no error or login page sent with 200, and answer from the handler with an empty body.',
    },
  },
  answers_at_length: {
    costs: 'little',
    advice: {
      ko: '본문은 비우거나 짧게 하세요. 게이트웨이는 64 KiB까지만 읽습니다.',
      en: 'Keep the body empty or short. The gateway reads 64 KiB of it and no more.',
    },
  },
  takes_nonsense: {
    costs: 'work',
    advice: {
      ko: '읽을 수 없는 본문에는 400으로 응답하세요. 무엇에나 2xx를 보내면 잘못 읽은 통지를 다시 받을 수 없습니다.',
      en: 'Answer 400 to a body that cannot be read. Who says 2xx to everything is never sent again what it misread.',
    },
  },
  dies_of_nonsense: {
    costs: 'work',
    advice: {
      ko: '읽을 수 없는 본문에도 400으로 응답하세요. 예외가 처리기 밖으로 나가 연결이나 프로세스가 끊겼습니다.',
      en: 'Answer 400 to a body that cannot be read. An exception left the handler and took the connection or the process with it.',
    },
  },
  takes_get: {
    costs: 'little',
    advice: {
      ko: '통지 주소는 POST만 받고 GET에는 405로 응답하세요. 주소를 잘못 등록해도 정상으로 보이게 됩니다.',
      en: 'Let the address take POST alone and answer GET with 405, or a wrongly registered address will look right.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const BELIEVING = {
  verifies_nothing: {
    costs: 'money',
    advice: {
      ko: '누구나 수납완료를 꾸며 보낼 수 있습니다. webhook-signature를 원문 바이트로 검증하거나, GET /payments/{imp_uid}로 되물어 그 답만 믿으세요.',
      en: 'Anybody can make up a payment. Verify webhook-signature over the raw bytes, or ask GET /payments/{imp_uid} back and believe only that.',
    },
  },
  does_not_listen: {
    costs: 'money',
    advice: {
      ko: 'API에 되묻고도 통지의 status를 썼습니다. 응답의 status와 amount로만 주문을 바꾸세요.',
      en: 'It asked the API and then used the status of the notice. Change the order by status and amount of the answer alone.',
    },
  },
  fails_on_false: {
    costs: 'little',
    advice: {
      ko: '믿을 수 없는 통지는 401로 거절하세요. 5xx나 끊긴 연결은 서버 장애로 보입니다.',
      en: 'Refuse what cannot be believed with 401. A 5xx or a dropped connection looks like an outage of yours.',
    },
  },
  takes_unsigned: {
    costs: 'money',
    advice: {
      ko: 'webhook-id, webhook-timestamp, webhook-signature 중 하나라도 없으면 401로 거절하세요.',
      en: 'Refuse with 401 where one of webhook-id, webhook-timestamp, webhook-signature is missing.',
    },
  },
  takes_partial: {
    costs: 'money',
    advice: {
      ko: '서명을 앞부분만 비교하고 있습니다. HMAC-SHA256 32바이트 전체를 상수 시간으로 비교하세요.',
      en: 'Only a part of the signature is compared. Compare all 32 bytes of the HMAC-SHA256, in constant time.',
    },
  },
  takes_altered: {
    costs: 'money',
    advice: {
      ko: '서명은 "webhook-id.webhook-timestamp.본문"에 대한 것입니다. 본문 전체를 넣어 계산하세요.',
      en: 'The signature is over "webhook-id.webhook-timestamp.body". Compute it over the whole body.',
    },
  },
  takes_old: {
    costs: 'money',
    advice: {
      ko: 'webhook-timestamp가 지금보다 5분 넘게 지났으면 401로 거절하세요. 가로챈 통지를 다시 보내는 공격을 막습니다.',
      en: 'Refuse with 401 where webhook-timestamp is more than five minutes old, or a recorded notice can be played again.',
    },
  },
  takes_ahead: {
    costs: 'money',
    advice: {
      ko: 'webhook-timestamp가 지금보다 5분 넘게 앞서면 401로 거절하세요. 시각의 차이를 절댓값으로 비교하면 됩니다.',
      en: 'Refuse with 401 where webhook-timestamp lies more than five minutes ahead: compare the absolute difference.',
    },
  },
  first_signature_only: {
    costs: 'work',
    advice: {
      ko: 'webhook-signature에는 공백으로 나뉜 서명이 여럿 올 수 있습니다. 그중 하나라도 맞으면 받으세요. 비밀키를 바꾸는 동안 통지를 잃습니다.',
      en: 'webhook-signature may hold several signatures, parted by spaces: one that fits is enough. Or you lose notices while a secret is changed.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const COUNTING = {
  fails_on_duplicate: {
    costs: 'work',
    advice: {
      ko: '이미 처리한 통지에도 2xx로 응답하세요. 응답이 유실되면 같은 webhook-id로 다시 오고, 2xx를 받을 때까지 계속 옵니다.',
      en: 'Answer 2xx to a notice you have handled already. It comes again under the same webhook-id when your answer was lost, until it hears 2xx.',
    },
  },
  counts_duplicate: {
    costs: 'money',
    advice: {
      ko: '같은 통지를 두 번 반영했습니다. webhook-id를 저장하거나, 주문이 이미 결제 상태면 아무것도 하지 마세요.',
      en: 'The same notice was counted twice. Store webhook-id, or do nothing where the order is paid already.',
    },
  },
  fails_on_burst: {
    costs: 'work',
    advice: {
      ko: '동시에 온 같은 통지는 2xx로, 처리 중이라면 409·429·503으로 응답하세요. 다른 응답은 장애로 보입니다.',
      en: 'Answer the same notice at the same moment with 2xx, or with 409, 429 or 503 while you are at it. Anything else looks like a fault.',
    },
  },
  counts_burst: {
    costs: 'money',
    advice: {
      ko: '확인과 반영 사이에 같은 통지가 끼어들었습니다. webhook-id의 UNIQUE 제약이나 행 잠금으로 한 트랜잭션에서 처리하세요.',
      en: 'The same notice slipped in between look and change. Do both in one transaction, with a unique webhook-id or a row lock.',
    },
  },
  fails_on_older: {
    costs: 'work',
    advice: {
      ko: '늦게 온 옛 통지(더 작은 Sunap-Version)에도 2xx로 응답하고 무시하세요. 아니면 7일 동안 다시 옵니다.',
      en: 'Answer 2xx to an older notice that comes late (a smaller Sunap-Version) and ignore it, or it comes again for seven days.',
    },
  },
  goes_back: {
    costs: 'money',
    advice: {
      ko: '순서가 바뀐 통지로 주문이 옛 상태가 되었습니다. 주문에 Sunap-Version을 저장해 더 작은 것은 무시하거나, API에 되물어 지금 상태를 쓰세요.',
      en: 'Notices out of order took the order back. Keep Sunap-Version with the order and ignore smaller ones, or ask the API for the state of now.',
    },
  },
  fails_on_reversal: {
    costs: 'money',
    advice: {
      ko: '결제된 주문에 온 ready(망취소) 통지를 2xx로 받고 결제를 되돌리세요. 손님은 돈을 돌려받았습니다.',
      en: 'Take a notice that a paid order is ready again (reversed) with 2xx, and undo the payment: the customer has the money back.',
    },
  },
  ignores_reversal: {
    costs: 'money',
    advice: {
      ko: '망취소 뒤에도 주문이 결제 상태입니다. paid 뒤에 더 큰 Sunap-Version으로 온 ready면 결제를 되돌리세요. 손님은 돈을 돌려받았습니다.',
      en: 'The order is still paid after its reversal. Undo the payment when ready follows paid with a larger Sunap-Version: the customer has the money back.',
    },
  },
  fails_on_unknown_payment: {
    costs: 'little',
    advice: {
      ko: 'API가 모르는 결제의 통지에는 2xx나 404로 응답하세요. 5xx는 서버 장애로 보이고 통지가 7일 동안 다시 옵니다.',
      en: 'Answer 2xx or 404 to a notice of a payment that the API does not know. A 5xx looks like an outage and comes again for seven days.',
    },
  },
  believes_unknown_payment: {
    costs: 'money',
    advice: {
      ko: 'API가 없다고 한 결제를 반영했습니다. 되물은 답이 200이 아니거나 code가 0이 아니면 주문을 바꾸지 마세요.',
      en: 'A payment was counted that the API does not know. Change nothing where its answer is not 200 with code 0.',
    },
  },
  fails_on_unknown_event: {
    costs: 'work',
    advice: {
      ko: '모르는 status나 type에는 2xx로 응답하고 무시하세요. 새 종류가 생길 때마다 통지가 쌓입니다.',
      en: 'Answer 2xx to a status or type you do not know and ignore it, or every new kind of event piles up.',
    },
  },
  takes_unknown_event_for_paid: {
    costs: 'money',
    advice: {
      ko: '모르는 종류의 통지를 수납완료로 보았습니다. paid(payment.paid)일 때만 결제로 반영하세요.',
      en: 'An event it does not know was taken for a payment. Count it as paid for paid (payment.paid) alone.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const READING = {
  needs_usual_bytes: {
    costs: 'work',
    advice: {
      ko: '서명은 받은 바이트 그대로 검증하세요. JSON을 읽어 다시 쓰면 공백과 순서가 달라져 서명이 맞지 않습니다.',
      en: 'Verify the signature over the bytes as they came. JSON that was parsed and written again has other spaces and another order.',
    },
  },
  refuses_extra_keys: {
    costs: 'work',
    advice: {
      ko: '모르는 키는 무시하세요. 통지에는 언제든 새 키가 더해질 수 있습니다.',
      en: 'Ignore keys you do not know. A notice may have new ones any day.',
    },
  },
  refuses_text_numbers: {
    costs: 'work',
    advice: {
      ko: '금액은 숫자와 숫자 문자열("1000")을 모두 읽으세요.',
      en: 'Read an amount that is a number and one that is its text ("1000").',
    },
  },
  refuses_charset: {
    costs: 'work',
    advice: {
      ko: 'Content-Type은 ; 앞의 종류만 비교하세요.',
      en: 'Compare only what stands before the ; of the content type.',
    },
  },
  needs_small_letters: {
    costs: 'work',
    advice: {
      ko: '헤더 이름은 대소문자를 가리지 않고 찾으세요. 프록시가 바꿀 수 있습니다.',
      en: 'Look headers up without regard to case. A proxy may change it.',
    },
  },
  needs_length: {
    costs: 'work',
    advice: {
      ko: 'Content-Length가 없어도(Transfer-Encoding: chunked) 본문을 끝까지 읽으세요. 중간의 프록시가 이렇게 바꿀 수 있습니다.',
      en: 'Read a body to its end also without content-length (transfer-encoding: chunked). A proxy on the way may make it so.',
    },
  },
  does_not_wait: {
    costs: 'work',
    advice: {
      ko: '본문이 다 올 때까지 기다리세요. 요청 제한 시간은 15초 아래로 두지 마세요.',
      en: 'Wait until the whole body is there. Let no time-out for requests be below 15 seconds.',
    },
  },
  one_a_connection: {
    costs: 'work',
    advice: {
      ko: '연결을 유지한다면 다음 요청도 받고, 받지 않으려면 Connection: close로 응답하세요.',
      en: 'Take the next request over a connection you keep, or answer with connection: close.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const DEFECT_ROWS = { ...ANSWERING, ...BELIEVING, ...COUNTING, ...READING }

export type Defect = keyof typeof DEFECT_ROWS

export const DEFECTS: Readonly<Record<Defect, DefectRow>> = DEFECT_ROWS
