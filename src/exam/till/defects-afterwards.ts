/** What can be wrong with what a till does after a sale: completing it, giving it back, and ending the day it was made on. */
import type { DefectRow } from '../report.ts'

const REQUESTS = {
  does_not_complete: {
    costs: 'work',
    advice: {
      ko: '2단계 네트워크에서는 collect가 0000이고 돈을 받았으면 그 거래의 키를 original로, 같은 금액으로 complete를 보내세요. 30분 안에 오지 않으면 확인이 필요한 거래가 됩니다.',
      en: 'On a network of two phases send complete after the 0000 of a collect, once the money is there: the sale’s key in original, its amount again. Without it the sale is in doubt after 30 minutes.',
    },
  },
  completes_early: {
    costs: 'money',
    advice: {
      ko: 'complete는 "돈이 서랍에 있다"는 말입니다. collect의 0000을 듣고 영수증이 찍히고 돈을 받은 뒤에만 보내세요. 돈이 없으면 reverse입니다.',
      en: 'complete says that the money is in the drawer. Send it after the 0000, when the slip is printed and the money taken. Where it is not there, reverse.',
    },
  },
  does_not_cancel: {
    costs: 'work',
    advice: {
      ko: '당일취소는 그 거래의 business_date와 stan을 original로, 수납한 금액과 사유를 넣어 cancel을 보내고, 0000이면 돈을 돌려줍니다.',
      en: 'To cancel, send cancel with the sale’s business_date and stan in original, the amount that was collected and a reason. Give the money back after 0000.',
    },
  },
  cancels_other_amount: {
    costs: 'work',
    advice: {
      ko: 'cancel의 amount는 수납한 금액 전부입니다. 일부 취소는 없습니다(3004).',
      en: 'The amount of a cancel is all that was collected. There is no partial cancel (3004).',
    },
  },
  gives_back_uncancelled: {
    costs: 'money',
    advice: {
      ko: 'cancel은 요청이라 거절될 수 있습니다. 0000일 때만 돈을 돌려주고, 거절되었거나 아직 모르면 돈은 서랍에 둡니다.',
      en: 'A cancel is a request and may be refused. Give the money back after 0000 and in no other case; leave it in the drawer where it is refused or not known.',
    },
  },
  cancel_new_key: {
    costs: 'money',
    advice: {
      ko: '응답 없는 cancel은 같은 stan으로 같은 본문을 다시 보내세요. 새 키는 3002를 받아, 취소되었는지 알 수 없게 됩니다.',
      en: 'Send a cancel without an answer again, the same body under the same stan. A new key hears 3002, and nobody knows whether the money went back.',
    },
  },
  cancels_for_reverse: {
    costs: 'money',
    advice: {
      ko: '응답 없는 collect는 cancel이 아니라 reverse로 되돌립니다. cancel은 도착하지 않은 거래에 3001을 받고, 그 뒤 collect가 도착하면 수납됩니다.',
      en: 'Undo a collect without an answer by reverse, not by cancel. A cancel hears 3001 where the collect has not arrived yet, and then it is collected.',
    },
  },
  gives_up_request: {
    costs: 'money',
    advice: {
      ko: '응답 없는 complete와 cancel은 같은 본문을 응답받을 때까지 다시 보내세요. reverse로 되돌리지 않습니다.',
      en: 'Send a complete or cancel without an answer again, the same body, until there is one. Neither is undone by reverse.',
    },
  },
  forgets_request: {
    costs: 'money',
    advice: {
      ko: 'complete와 cancel도 보내기 전에 디스크에 적고(fsync), 켜질 때 응답받지 못한 것을 같은 키로 다시 보내세요.',
      en: 'Write a complete or cancel to disk (fsync) before it is sent. When the till starts, send those without an answer again under their key.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

const DAY = {
  day_comes_to_nothing: {
    costs: 'work',
    advice: {
      ko: 'open과 close는 echo의 영업일자로, report는 그날의 파일로 보내고, 0000이면 한 것입니다. 응답이 없으면 1초 뒤 다시 보내세요.',
      en: 'Send open and close under the business date of echo, report as the file of that day; 0000 is done. Where no answer comes, send again after a second.',
    },
  },
  miscounts_day: {
    costs: 'work',
    advice: {
      ko: 'totals.collected에는 그 영업일자로 수납된 모든 거래(뒤에 취소된 것, 망취소가 closed인 것 포함)를, cancelled와 paid_out에는 나간 돈을 셉니다. 망취소되거나 거절된 것은 어디에도 없습니다.',
      en: 'totals.collected counts every sale that was collected under the date, those cancelled since and those whose reverse was answered closed too; cancelled and paid_out what went back. What was reversed or refused is in none.',
    },
  },
  echoes_totals: {
    costs: 'money',
    advice: {
      ko: '4401, 4402가 알려 준 게이트웨이의 totals를 되돌려 보내지 마세요. 점원에게 보여 주고, 단말이 센 것으로만 마감합니다.',
      en: 'Never send the totals of a 4401 or 4402 back. Show them to the clerk, and close with what this till has counted.',
    },
  },
  takes_differs_for_yes: {
    costs: 'money',
    advice: {
      ko: '4401~4403은 거절입니다. 마감되지 않았고 파일도 받지 않았으니 화면에 그렇게 알리고 바로잡아 다시 보내세요.',
      en: '4401 to 4403 are refusals: the day is not closed, the file not taken. Say so, put it right and send again.',
    },
  },
  sells_after_close: {
    costs: 'work',
    advice: {
      ko: 'close가 0000이면 그 영업일자를 일지에 적고, 다음 거래부터는 자정 전이라도 다음 영업일자를 쓰세요. 마감한 날의 거래는 4001입니다.',
      en: 'Write down the date that was closed and take the next business date from then on, before midnight too. A sale of a closed day hears 4001.',
    },
  },
  miscounts_file: {
    costs: 'work',
    advice: {
      ko: '파일의 count는 내역 수, sum은 내역 합계(sign이 -이면 뺌), date는 시작된 영업일자입니다. 다르면 파일 전체가 거절됩니다(4401~4403).',
      en: 'count is the number of rows, sum what they come to (less those of sign -), date a day that has begun. Else the whole file is refused (4401 to 4403).',
    },
  },
  rows_differ: {
    costs: 'money',
    advice: {
      ko: '수납되어 남은 거래마다 내역 하나를, 현금과 카드 모두 넣으세요. 거절·망취소·취소된 것은 빼거나 - 내역으로 상쇄합니다.',
      en: 'Write a row for each sale that stands, cash and card. Leave out what was refused, reversed or cancelled, or even it out by a row of sign -.',
    },
  },
  leaves_out_doubted: {
    costs: 'money',
    advice: {
      ko: 'collect에 응답이 없었더라도 status가 collected이거나 망취소가 closed인 거래는 수납된 것입니다. 파일에 넣으세요.',
      en: 'A sale whose collect was not answered, but whose status was collected or whose reverse was closed, stands. It belongs into the file.',
    },
  },
  renames_file: {
    costs: 'money',
    advice: {
      ko: 'file_id와 내용을 보내기 전에 디스크에 적고, 응답이 없거나 다시 보낼 때 그대로 쓰세요. 새 이름이면 같은 거래가 두 번 보고됩니다.',
      en: 'Write file_id and content down before they are sent and use them for every repetition. Under a new name every sale is told twice.',
    },
  },
} as const satisfies Readonly<Record<string, DefectRow>>

export const AFTERWARDS = { ...REQUESTS, ...DAY }
