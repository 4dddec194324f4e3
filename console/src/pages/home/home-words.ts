/** What the home page says, but for its parts that speak for themselves. */

import type { InBoth } from '../../language.tsx'
import type { HomeDay } from './home-figures.ts'

type Kind = Exclude<keyof HomeDay, 'day'>

export interface HomeWords {
  readonly title: string
  readonly issue: string
  readonly range: string
  readonly days: (days: number) => string
  readonly currency: string
  readonly times: (now: string) => string
  readonly behind: string
  readonly quiet: string
  readonly kinds: Readonly<Record<Kind, string>>
  readonly net: string
  readonly netMeans: string
  readonly waiting: string
  readonly waitingMeans: string
  readonly refusedMeans: string
  readonly count: (count: number) => string
  readonly day: string
  readonly chart: string
  readonly chartSaid: (days: number, collected: string, issued: string) => string
  readonly period: string
  readonly table: string
  readonly tableNote: string
}

export const HOME_WORDS: InBoth<HomeWords> = {
  ko: {
    title: '홈',
    issue: '수납번호 발급',
    range: '기간',
    days: (days) => `${days}일`,
    currency: '통화',
    times: (now) => `날짜와 시각은 한국 시간입니다. ${now} 현재`,
    behind: '최근 거래를 아직 합산하고 있습니다. 잠시 뒤 숫자가 맞춰집니다.',
    quiet: '이 기간에는 거래가 없습니다. 더 긴 기간을 골라 보세요.',
    kinds: {
      issued: '발급',
      collected: '수납',
      reversed: '망취소·당일취소',
      refunded: '환불',
      cancelled: '말소',
      expired: '기한만료',
      refused: '수납 거절',
    },
    net: '수납잔액',
    netMeans: '수납에서 망취소·당일취소와 환불을 뺀 금액입니다. 모두 그 일이 일어난 날에 셉니다.',
    waiting: '지금 수납대기',
    waitingMeans: '지금 편의점에서 결제할 수 있거나 결제 중인 수납번호입니다. 위에서 고른 기간과 상관없습니다.',
    refusedMeans:
      '편의점 계산대까지 왔다가 수납되지 않은 시도입니다. confirm_url이 거절했거나 제때 답하지 않은 경우입니다.',
    count: (count) => `${count.toLocaleString('ko')}건`,
    day: '날짜',
    chart: '날짜별 금액',
    chartSaid: (days, collected, issued) =>
      `최근 ${days}일의 날짜별 금액. 수납 ${collected}, 발급 ${issued}. 하루하루의 값은 아래 표에 있습니다.`,
    period: '기간 전체',
    table: '날짜별 내역',
    tableNote: '일이 있던 날만, 최근 날짜부터 보여 줍니다.',
  },
  en: {
    title: 'Home',
    issue: 'Issue a number',
    range: 'Range',
    days: (days) => `${days} days`,
    currency: 'Currency',
    times: (now) => `Days and times are Korea’s. As of ${now}`,
    behind: 'The latest payments are still being counted. The figures will be right in a moment.',
    quiet: 'Nothing happened in these days. Choose a longer range.',
    kinds: {
      issued: 'Issued',
      collected: 'Collected',
      reversed: 'Undone at the till',
      refunded: 'Refunded',
      cancelled: 'Revoked',
      expired: 'Expired',
      refused: 'Refused',
    },
    net: 'Net collected',
    netMeans: 'What was collected, less what was undone at the till and refunded. Each counts on the day it happened.',
    waiting: 'Waiting now',
    waitingMeans: 'Numbers that can be paid at a shop right now, or are being paid. Whatever range is chosen above.',
    refusedMeans:
      'Tries that came as far as a till and were not collected: your confirm_url refused, or did not answer in time.',
    count: (count) => count.toLocaleString('en'),
    day: 'Day',
    chart: 'Amounts by day',
    chartSaid: (days, collected, issued) =>
      `Amounts of the last ${days} days by day. Collected ${collected}, issued ${issued}. Each day’s figures are in the table below.`,
    period: 'Whole range',
    table: 'Day by day',
    tableNote: 'Only days on which something happened, the latest first.',
  },
}
