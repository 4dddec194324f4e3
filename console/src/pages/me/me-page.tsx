/** What one has of oneself: who one is here, the password, the second factor, and where one is signed in. */
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Head } from '../../parts/head.tsx'
import { ROLE_TELLS, ROLE_WORDS } from '../../parts/role-words.ts'
import { useSession } from '../../session.tsx'
import { ChangePassword } from './change-password.tsx'
import { SecondFactor } from './second-factor.tsx'
import { SignOutEverywhere } from './sign-out-everywhere.tsx'

interface MeWords {
  readonly title: string
  readonly who: string
  readonly name: string
  readonly email: string
  readonly role: string
  readonly merchant: string
  readonly ends: string
  readonly byOthers: string
  readonly version: string
}

const WORDS: InBoth<MeWords> = {
  ko: {
    title: '내 계정',
    who: '내 정보',
    name: '이름',
    email: '이메일',
    role: '역할',
    merchant: '가맹점',
    ends: '로그인 만료(서울)',
    byOthers: '이름과 역할은 구성원을 관리하는 사람이 바꿀 수 있습니다.',
    version: 'Sunap 버전',
  },
  en: {
    title: 'My account',
    who: 'Who you are here',
    name: 'Name',
    email: 'E-mail',
    role: 'Role',
    merchant: 'Merchant',
    ends: 'Session ends (Seoul)',
    byOthers: 'Name and role are changed by whoever manages people.',
    version: 'Version of Sunap',
  },
}

export function MePage() {
  const words = useWords(WORDS)
  return (
    <>
      <Head title={words.title} />
      <div className="narrow form">
        <Who />
        <ChangePassword />
        <SecondFactor />
        <SignOutEverywhere />
      </div>
    </>
  )
}

function Who() {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const { person, merchant, ends_at, version } = useSession()
  return (
    <section className="panel" aria-labelledby="who">
      <h2 id="who">{words.who}</h2>
      <Facts
        rows={[
          [words.name, person.name],
          [words.email, person.email],
          [words.role, ROLE_WORDS[language][person.role]],
          [words.merchant, merchant?.name],
          [words.ends, timeText(ends_at, language)],
          [words.version, version],
        ]}
      />
      <p className="muted small">
        {ROLE_TELLS[language][person.role]} {words.byOthers}
      </p>
    </section>
  )
}
