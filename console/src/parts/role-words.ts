/** The roles of the console, and what each is for. */
import type { ConsoleRole } from '../api.ts'
import type { InBoth } from '../language.tsx'

type RoleWords = Readonly<Record<ConsoleRole, string>>

export const ROLE_WORDS: InBoth<RoleWords> = {
  ko: { operator: '운영자', owner: '소유자', admin: '관리자', finance: '재무', developer: '개발자', viewer: '열람' },
  en: {
    operator: 'Operator',
    owner: 'Owner',
    admin: 'Admin',
    finance: 'Finance',
    developer: 'Developer',
    viewer: 'Viewer',
  },
}

export const ROLE_TELLS: InBoth<RoleWords> = {
  ko: {
    operator: '모든 가맹점과 수납망, 점포, 운영자를 다룹니다.',
    owner: '가맹점의 모든 일을 하고 작업 기록을 봅니다.',
    admin: '결제와 환불을 처리하고 설정을 바꾸고 구성원을 초대합니다. 작업 기록은 보지 못합니다.',
    finance: '결제와 환불을 보고, 환불을 요청하고, 내역을 내려받습니다.',
    developer: '결제와 통지를 보고, 수신 URL과 API 키를 다룹니다. 돈은 움직이지 못합니다.',
    viewer: '보기만 합니다. 고객 정보는 가려져 있습니다.',
  },
  en: {
    operator: 'Runs all merchants, networks, shops and operators.',
    owner: 'Does everything for the merchant and reads the audit log.',
    admin: 'Handles payments and refunds, changes settings, invites people. Does not read the audit log.',
    finance: 'Sees payments and refunds, asks for refunds, downloads lists.',
    developer: 'Sees payments and notices, sets notice addresses and API keys. Moves no money.',
    viewer: 'Looks only. Customers’ data is masked.',
  },
}
