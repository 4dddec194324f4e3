import { type InBoth, useWords } from '../../language.tsx'
import { usePeopleOfHouse } from './people-deeds.ts'
import { PeopleDesk, type PeopleWords } from './people-desk.tsx'

const WORDS: InBoth<PeopleWords> = {
  ko: {
    title: '운영자',
    told: '모든 가맹점과 수납망을 다루는 사람들입니다. 가맹점에서 일하는 사람은 그 가맹점의 구성원으로 초대하세요.',
    invite: '운영자 초대',
    none: '운영자가 없습니다.',
  },
  en: {
    title: 'Operators',
    told: 'Who runs all merchants and networks. Invite those who work for a merchant as people of that merchant.',
    invite: 'Invite an operator',
    none: 'There is no operator.',
  },
}

export function HousePeoplePage() {
  return <PeopleDesk words={useWords(WORDS)} deeds={usePeopleOfHouse()} />
}
