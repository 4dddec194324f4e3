/**
 * What can be wrong with a till, what it costs, and what to change. One row a defect. `money`: the drawer and the
 * gateway's books can come to differ, or a customer pays twice. `work`: some sales do not get through. `little`: nothing
 * is lost, yet.
 */
import type { DefectRow } from '../report.ts'
import { AFTERWARDS } from './defects-afterwards.ts'

const LINE = {
  sends_nothing: {
    costs: 'work',
    advice: {
      ko: '단말이 시작 때 받은 주소로 요청을 보내지 않았습니다. 주소와 포트를 확인하고, 드라이버가 start에 {"ready":true}로, sale에 결과로 답하는지 보세요.',
      en: 'Nothing came to the address the till was started with. Check it, and that the driver answers start with {"ready":true} and sale with what was seen.',
    },
  },
  signature_wrong: {
    costs: 'work',
    advice: {
      ko: '서명은 "timestamp.POST.경로.본문"에 대한 HMAC-SHA256 소문자 16진수이고, 보내는 본문 바이트 그대로 계산합니다. docs/till.ko.md의 서명 예제로 확인하세요.',
      en: 'The signature is the HMAC-SHA256, lower-case hex, of "timestamp.POST.path.body" over the very bytes sent. Check with the worked example of docs/till.md.',
    },
  },
  message_malformed: {
    costs: 'work',
    advice: {
      ko: '적힌 필드를 docs/till.ko.md의 전문과 견주어 보세요. 빠진 필드, 없는 필드, 숫자로 보낸 stan이 흔합니다.',
      en: 'Compare the field named here with the message in docs/till.md. Missing fields, unknown ones and a stan sent as a number are the usual causes.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const SALE = {
  does_not_collect: {
    costs: 'work',
    advice: {
      ko: '조회가 0000이고 direction이 in이면, 돈을 받고 조회한 number·amount·currency 그대로 collect를 보내고, 0000이면 수납된 것입니다.',
      en: 'Where the inquiry is 0000 and direction is in, take the money and send collect with the number, amount and currency of the inquiry. 0000 means collected.',
    },
  },
  drawer_differs: {
    costs: 'money',
    advice: {
      ko: '서랍의 돈이 게이트웨이가 수납한 돈과 다릅니다. 거래가 어떻게 끝났는지와 돈을 돌려주었는지를 일지에 함께 적고, 응답의 text대로 돈을 움직이세요.',
      en: 'The drawer does not hold what the gateway has booked. Write into the journal how the sale ended and what became of the money, and move money as text says.',
    },
  },
  hides_terms: {
    costs: 'work',
    advice: {
      ko: '조회 응답의 merchant, name, amount를 모두 점원과 손님에게 보여 주세요. 남의 것을 결제하려는 손님은 여기서만 알아챌 수 있습니다.',
      en: 'Show merchant, name and amount of the inquiry. A customer who was tricked into paying for somebody else can notice it only here.',
    },
  },
  alters_receipt: {
    costs: 'work',
    advice: {
      ko: 'receipt의 모든 줄을 순서대로, 글자를 바꾸지 말고 찍으세요. 종이 폭에 맞춰 줄을 나누는 것은 괜찮습니다.',
      en: 'Print every line of receipt, in order and unchanged. Breaking a line for the width of the paper is all right.',
    },
  },
  refuses_spaces: {
    costs: 'work',
    advice: {
      ko: '손으로 넣은 번호의 공백은 지우거나 그대로 보내세요. 게이트웨이가 알아서 읽습니다.',
      en: 'Take the spaces out of a number that was keyed, or send them as they are: the gateway reads both.',
    },
  },
  collects_other_amount: {
    costs: 'money',
    advice: {
      ko: 'collect의 amount는 언제나 바로 앞 조회가 보여 준 금액입니다. 2201이면 돈을 돌려주고 다시 조회해서 새 금액을 보여 준 뒤 수납하세요.',
      en: 'The amount of a collect is what the inquiry before it has shown. After 2201 give the money back, ask again, show the new amount, and only then collect.',
    },
  },
  collects_unasked: {
    costs: 'money',
    advice: {
      ko: '조회가 0000이 아니면 collect를 보내지 말고 돈도 받지 마세요.',
      en: 'Where the inquiry is not 0000, send no collect and take no money.',
    },
  },
  keeps_refused_money: {
    costs: 'money',
    advice: {
      ko: 'class가 DECLINED인 수납은 이루어지지 않았습니다. text를 보여 주고 받은 돈을 돌려주세요.',
      en: 'A collect whose class is DECLINED did not happen. Show text and give back the money that was taken.',
    },
  },
  collects_twice: {
    costs: 'money',
    advice: {
      ko: '[수납]을 누르면 stan을 하나 정하고 버튼을 잠그세요. 한 거래의 collect는 언제나 같은 키로 나가야 합니다.',
      en: 'Choose one stan when collect is pressed, and lock the button. All collects of one sale go out under one key.',
    },
  },
  collects_slip: {
    costs: 'money',
    advice: {
      ko: '조회 응답의 direction을 먼저 보세요. out이면 돈을 받지 말고 payout을 보냅니다.',
      en: 'Look at direction of the inquiry first. Where it is out, take no money and send payout.',
    },
  },
  does_not_pay_out: {
    costs: 'work',
    advice: {
      ko: 'direction이 out이면 payout을 보내고, 0000이 오면 화면의 금액을 내주세요.',
      en: 'Where direction is out, send payout and give the amount shown after 0000.',
    },
  },
  pays_unapproved: {
    costs: 'money',
    advice: {
      ko: '지급은 payout이 0000일 때만 돈을 내줍니다. 거절되면 내주지 마세요.',
      en: 'Give money for a slip after payout is 0000 and in no other case.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const AGAIN = {
  gives_up: {
    costs: 'work',
    advice: {
      ko: '9001, 9402와 모든 HTTP 503은 "아직 아님"입니다. 1초 뒤 같은 본문을 다시 보내고, 그래도 끝나지 않으면 망취소하세요.',
      en: '9001, 9402 and every HTTP 503 mean not yet. Send the same body again a second later, and reverse where that goes on.',
    },
  },
  new_key_on_retry: {
    costs: 'money',
    advice: {
      ko: 'RETRY_SAME_KEY면 business_date와 stan을 바꾸지 말고 같은 본문을 다시 보내세요. 새 키는 두 번째 수납이 됩니다.',
      en: 'After RETRY_SAME_KEY keep business_date and stan and send the same body. A new key is a second collect.',
    },
  },
  retries_at_once: {
    costs: 'little',
    advice: {
      ko: '다시 보내기 전에 1초를 기다리세요. 곧바로 되풀이하면 과부하를 키웁니다.',
      en: 'Wait a second before you send again. Repeating at once makes an overload worse.',
    },
  },
  old_signature: {
    costs: 'work',
    advice: {
      ko: '다시 보낼 때마다 Sunap-Timestamp를 지금으로 바꾸고 새로 서명하세요. 60초가 지난 서명은 1002로 거절됩니다.',
      en: 'Take the time anew and sign anew for every sending. A signature older than 60 s is refused with 1002.',
    },
  },
  takes_unknown_for_yes: {
    costs: 'money',
    advice: {
      ko: '0000만 성공입니다. 모르는 code는 class대로, class도 모르면 무응답처럼 다루세요.',
      en: '0000 alone is a yes. Go by class where you do not know the code, and treat an unknown class like silence.',
    },
  },
  refuses_extra_fields: {
    costs: 'work',
    advice: {
      ko: '응답에는 필드가 늘어날 수 있습니다. 모르는 필드는 무시하세요.',
      en: 'Replies may gain fields. Ignore those you do not know.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const SILENCE = {
  leaves_open: {
    costs: 'money',
    advice: {
      ko: 'collect의 응답이 없으면 그 키로 reverse(또는 status)를 보내 답을 들은 뒤 돈을 정하세요. 게이트웨이는 이미 수납했을 수 있습니다.',
      en: 'Where a collect is not answered, send reverse (or status) for its key and decide about the money by the answer. The gateway may have collected.',
    },
  },
  collects_again: {
    costs: 'money',
    advice: {
      ko: '앞 수납의 결과를 모르는 동안 새 stan으로 다시 수납하지 마세요. 손님이 두 번 냅니다.',
      en: 'Never collect under a new stan while the result of the first is not known: the customer pays twice.',
    },
  },
  wrong_original: {
    costs: 'money',
    advice: {
      ko: 'reverse와 status의 original에는 그 거래를 보낼 때 쓴 business_date와 stan을 그대로 넣으세요. 일지에 적어 두고, 오늘 날짜로 새로 만들지 마세요.',
      en: 'Put the business_date and stan that the sale was sent with into original. Keep them in the journal; do not make them up from today.',
    },
  },
  waits_too_short: {
    costs: 'money',
    advice: {
      ko: '수납 응답을 10초 기다리세요. 판매자 확인에 5초, 게이트웨이 응답까지 6초가 걸릴 수 있습니다.',
      en: 'Wait ten seconds for a collect. The seller may take five, the gateway six.',
    },
  },
  waits_for_ever: {
    costs: 'money',
    advice: {
      ko: '10초 동안 응답이 없으면 기다리기를 그만두고 reverse를 보내세요.',
      en: 'Stop waiting after ten seconds of silence and send reverse.',
    },
  },
  believes_late_reply: {
    costs: 'money',
    advice: {
      ko: '기다리기를 그만둔 요청의 응답은 버리세요. 망취소한 거래는 수납되지 않았습니다.',
      en: 'Throw away the reply to a request you have stopped waiting for. A reversed sale is not collected.',
    },
  },
  believes_garbage: {
    costs: 'money',
    advice: {
      ko: 'JSON이 아니거나 code, class가 없는 본문은 HTTP 상태와 상관없이 무응답입니다. 망취소하거나 결과를 물으세요.',
      en: 'A body that is no JSON or has no code and class is no answer, whatever the HTTP status. Reverse or ask.',
    },
  },
  believes_half_reply: {
    costs: 'money',
    advice: {
      ko: '본문 전체를 읽고 JSON으로 해석한 뒤에만 code를 보세요. 잘린 응답은 무응답입니다.',
      en: 'Look at code only after the whole body was read as JSON. A reply cut short is no answer.',
    },
  },
  takes_unsure_for_no: {
    costs: 'money',
    advice: {
      ko: '9002(UNKNOWN)는 거절이 아닙니다. 수납되었을 수 있으니 status나 reverse의 답을 듣고 돈을 정하세요.',
      en: '9002 (UNKNOWN) is no refusal. It may be collected: decide about the money by the answer to status or reverse.',
    },
  },
  gives_back_closed: {
    costs: 'money',
    advice: {
      ko: 'reverse의 응답은 code가 아니라 original을 보세요. closed면 수납이 그대로이므로 돈을 돌려주지 말고 본부에 문의합니다.',
      en: 'Look at original of the reply to a reverse, not only at code. Where it is closed the collection stands: keep the money and call head office.',
    },
  },
  gives_up_reverse: {
    costs: 'money',
    advice: {
      ko: '응답 없는 reverse는 5, 10, 20, 40, 80, 160초 뒤에, 그다음 10분마다 응답받을 때까지 다시 보내세요.',
      en: 'Send an unanswered reverse again after 5, 10, 20, 40, 80 and 160 s, then every 10 minutes, until it is answered.',
    },
  },
  hurries_reverse: {
    costs: 'little',
    advice: {
      ko: '망취소를 되풀이하는 간격을 5, 10, 20초처럼 늘리세요. 회선이 돌아올 때 모든 단말이 한꺼번에 몰립니다.',
      en: 'Let the gaps between reversals grow: 5, 10, 20 s. Or all tills come at once when the line is back.',
    },
  },
  drops_refused_reverse: {
    costs: 'money',
    advice: {
      ko: '1001과 1002는 그 요청 하나에 대한 답입니다. reverse가 0000을 받을 때까지 거래는 열려 있으니, 시계와 서명을 바로잡고 계속 보내세요.',
      en: '1001 and 1002 speak of that one request. The sale is open until a reverse is 0000: put clock and signature right and go on sending.',
    },
  },
  keeps_old_date: {
    costs: 'money',
    advice: {
      ko: '망취소 자신의 business_date가 오래되면 1001로 거절됩니다. echo의 날짜와 새 stan으로 다시 보내고 original은 그대로 두세요.',
      en: 'A reverse whose own business_date has become too old is refused with 1001. Send it with the date of echo and a new stan; original stays.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const POWER = {
  forgets_open_sale: {
    costs: 'money',
    advice: {
      ko: 'collect를 보내기 전에 거래를 디스크에 적고(fsync), 켜질 때 끝나지 않은 거래를 찾아 reverse나 status를 보내세요.',
      en: 'Write the sale to disk (fsync) before its collect is sent. When the till starts, look for sales without an end and send reverse or status.',
    },
  },
  forgets_reverse: {
    costs: 'money',
    advice: {
      ko: '망취소를 보낸 것은 끝이 아닙니다. 0000을 받은 뒤에만 일지에서 거래를 닫으세요.',
      en: 'A reversal that was sent is not the end. Close the sale in the journal after its 0000 and not before.',
    },
  },
  reuses_stan: {
    costs: 'money',
    advice: {
      ko: '마지막 stan을 쓰기 전에 디스크에 적으세요. 같은 영업일에 같은 stan을 쓰면 앞 거래의 응답을 받거나 9401로 거절됩니다.',
      en: 'Write a stan to disk before it is used. The same stan in one business day is answered with an earlier sale, or refused with 9401.',
    },
  },
  never_ends: {
    costs: 'money',
    advice: {
      ko: '거래가 끝나지 않았습니다. 모든 기다림에 끝을 두고, 결과를 모르면 unknown으로 답하세요.',
      en: 'The deed came to no end. Let every wait have one, and answer unknown where the result is not known.',
    },
  },
  dies: {
    costs: 'money',
    advice: {
      ko: '단말 프로그램이 끝났거나 드라이버가 답이 아닌 것을 썼습니다. 표준 오류를 보고, 답은 한 줄에 JSON 하나로 쓰세요.',
      en: 'The till’s program ended, or its driver wrote what is no answer. Look at its standard error, and write one JSON object a line.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const DEFECT_ROWS = { ...LINE, ...SALE, ...AGAIN, ...SILENCE, ...AFTERWARDS, ...POWER }

export type Defect = keyof typeof DEFECT_ROWS

export const DEFECTS: Readonly<Record<Defect, DefectRow>> = DEFECT_ROWS
