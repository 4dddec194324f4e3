/** The rows of `rejections.ts` about report files and a till's business day. */
import type { TillRefusal } from './rejections.ts'

function atTill(code: string, ko: string, en: string): { readonly till: TillRefusal } {
  return { till: { code, class: 'DECLINED', text: { ko, en } } }
}

export const REPORT_REJECTIONS = {
  day_closed: atTill(
    '4001',
    '이 단말은 이 영업일자의 업무를 이미 마감했습니다. 다음 영업일자로 다시 하고, 이 거래로는 돈을 받지도 내주지도 마세요.',
    'This till has closed this business date. Do it again under the next one; neither take nor give money for this.',
  ),
  file_name_taken: atTill(
    '9401',
    '같은 이름의 수납내역 파일을 다른 내용으로 이미 받았습니다. 새 이름으로 보내고, 이 응답만으로 돈을 주고받지 마세요.',
    'A report file of this name with other content was taken before. Send this one under a new name; move no money for this answer.',
  ),
  file_count_differs: atTill(
    '4401',
    '수납내역 파일의 건수가 내역과 달라 하나도 받지 않았습니다. 바로잡아 다시 보내고, 이 응답만으로 돈을 주고받지 마세요.',
    'The count of the report file is not that of its rows; nothing of it was taken. Mend it and send it again; move no money for this answer.',
  ),
  file_sum_differs: atTill(
    '4402',
    '수납내역 파일의 합계가 내역과 달라 하나도 받지 않았습니다. 바로잡아 다시 보내고, 이 응답만으로 돈을 주고받지 마세요.',
    'The sum of the report file is not that of its rows; nothing of it was taken. Mend it and send it again; move no money for this answer.',
  ),
  file_date_differs: atTill(
    '4403',
    '수납내역 파일의 영업일자가 맞지 않아 하나도 받지 않았습니다. 바로잡아 다시 보내고, 이 응답만으로 돈을 주고받지 마세요.',
    'The business date of the report file is not right; nothing of it was taken. Mend it and send it again; move no money for this answer.',
  ),
  day_date_differs: atTill(
    '4403',
    '지금 열거나 마감할 수 있는 영업일자가 아닙니다. 회선점검으로 영업일자를 확인해 다시 하고, 서랍의 돈은 그대로 두세요.',
    'This is not a business date to open or close now. Ask for the date by a line test and try again; leave the money in the drawer.',
  ),
  day_count_differs: atTill(
    '4401',
    '시재 건수가 기록과 달라 마감하지 않았습니다. 화면의 건수와 맞춰 보고, 맞을 때까지 서랍의 돈은 그대로 두세요.',
    'The number of sales differs from ours and the day is not closed. Compare with what is shown; leave the money in the drawer until both agree.',
  ),
  day_sum_differs: atTill(
    '4402',
    '시재 금액이 기록과 달라 마감하지 않았습니다. 다시 세어 보고, 맞을 때까지 서랍의 돈은 그대로 두세요.',
    'The amount in the drawer differs from ours and the day is not closed. Count again; leave the money in the drawer until both agree.',
  ),
} as const
