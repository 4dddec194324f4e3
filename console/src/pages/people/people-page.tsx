import { type InBoth, useWords } from '../../language.tsx'
import { useMerchant } from '../../shell.tsx'
import { usePeopleOf } from './people-deeds.ts'
import { PeopleDesk, type PeopleWords } from './people-desk.tsx'

const WORDS: InBoth<PeopleWords> = {
  ko: {
    title: '구성원',
    told: '이 가맹점의 콘솔에 들어올 수 있는 사람들입니다.',
    invite: '구성원 초대',
    none: '아직 아무도 없습니다. 첫 구성원을 초대하면 이 가맹점의 결제를 직접 볼 수 있습니다.',
  },
  en: {
    title: 'People',
    told: 'Who may enter this merchant’s console.',
    invite: 'Invite somebody',
    none: 'Nobody yet. Once the first person is invited they can see the payments of this merchant themselves.',
  },
}

export function PeoplePage() {
  return <PeopleDesk words={useWords(WORDS)} deeds={usePeopleOf(useMerchant())} />
}
