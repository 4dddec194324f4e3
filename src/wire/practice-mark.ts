import type { Words } from './rejections.ts'

/** On every page, receipt and picture of the practice mode; no setting removes it. */
export const PRACTICE_MARK: Words = {
  ko: '연습용 · 실제 편의점에서 결제되지 않습니다',
  en: 'TEST · cannot be paid at a real shop',
}
