/** What stands around every page: where one can go, whose payments one sees, that it is practice, and who is signed in. */
import { useQueryClient } from '@tanstack/react-query'
import { Link, Navigate, Outlet, useLocation, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { api, type Permission } from './api.ts'
import { useAsk } from './ask.ts'
import { useIdleEnd } from './idle.ts'
import { type InBoth, type Language, useLanguage, useWords } from './language.tsx'
import { Live, useLine } from './live.tsx'
import { SecondFactorNeeded } from './pages/me/second-factor.tsx'
import { Button } from './parts/button.tsx'
import { Pick } from './parts/pick.tsx'
import { Failure, Loading } from './parts/states.tsx'
import { ProofProvider } from './proof.tsx'
import { forgetSession, SignedIn, useMay, useSession, useSessionQuery, useSetSession } from './session.tsx'

interface ShellWords {
  readonly console: string
  readonly practice: string
  readonly menu: string
  readonly skip: string
  readonly merchant: string
  readonly house: string
  readonly noMerchants: string
  readonly live: string
  readonly notLive: string
  readonly me: string
  readonly out: string
  readonly other: string
}

const WORDS: InBoth<ShellWords> = {
  ko: {
    console: '수납 콘솔',
    practice: '연습 모드 · 실제 돈이 아닙니다',
    menu: '메뉴',
    skip: '본문으로 건너뛰기',
    merchant: '가맹점',
    house: '운영',
    noMerchants: '가맹점이 아직 없습니다',
    live: '실시간',
    notLive: '실시간 연결이 끊겨 다시 연결하는 중',
    me: '내 계정',
    out: '로그아웃',
    other: 'English',
  },
  en: {
    console: 'Sunap console',
    practice: 'Practice mode · this is not real money',
    menu: 'Menu',
    skip: 'Skip to the page',
    merchant: 'Merchant',
    house: 'House',
    noMerchants: 'There is no merchant yet',
    live: 'Live',
    notLive: 'The live line is broken; connecting again',
    me: 'My account',
    out: 'Sign out',
    other: '한국어',
  },
}

interface Place {
  readonly to: string
  readonly may: Permission
  readonly words: Readonly<Record<Language, string>>
  /** Only where nothing is real money. */
  readonly isPractice?: true
}

const MERCHANT_PLACES: readonly Place[] = [
  { to: '/m/$merchant', may: 'payments.read', words: { ko: '홈', en: 'Home' } },
  { to: '/m/$merchant/payments', may: 'payments.read', words: { ko: '결제', en: 'Payments' } },
  { to: '/m/$merchant/issue', may: 'payments.issue', words: { ko: '수납번호 발급', en: 'Issue a number' } },
  { to: '/m/$merchant/refunds', may: 'refunds.read', words: { ko: '환불', en: 'Refunds' } },
  { to: '/m/$merchant/notices', may: 'notices.read', words: { ko: '통지 내역', en: 'Notices' } },
  { to: '/m/$merchant/endpoints', may: 'notices.read', words: { ko: '수신 URL', en: 'Notice addresses' } },
  { to: '/m/$merchant/keys', may: 'keys.read', words: { ko: 'API 키', en: 'API keys' } },
  { to: '/m/$merchant/settings', may: 'merchant.read', words: { ko: '가맹점 설정', en: 'Merchant settings' } },
  { to: '/m/$merchant/practice', may: 'practice.steer', words: { ko: '연습', en: 'Practice' }, isPractice: true },
  { to: '/m/$merchant/people', may: 'people.read', words: { ko: '구성원', en: 'People' } },
  { to: '/m/$merchant/audit', may: 'audit.read', words: { ko: '작업 기록', en: 'Audit log' } },
]

const HOUSE_PLACES: readonly Place[] = [
  { to: '/house', may: 'house.read', words: { ko: '가맹점 목록', en: 'Merchants' } },
  { to: '/house/networks', may: 'house.read', words: { ko: '수납망·영업시간', en: 'Networks and hours' } },
  { to: '/house/shops', may: 'house.read', words: { ko: '점포·단말', en: 'Shops and tills' } },
  { to: '/house/in-doubt', may: 'house.read', words: { ko: '결과 미확인', en: 'In doubt' } },
  { to: '/house/late-cash', may: 'house.read', words: { ko: '가수금', en: 'Late cash' } },
  { to: '/house/reports', may: 'house.read', words: { ko: '수납내역 파일', en: 'Report files' } },
  { to: '/house/sandbox', may: 'house.read', words: { ko: '연습 도구', en: 'Practice tools' }, isPractice: true },
  { to: '/house/people', may: 'house.read', words: { ko: '운영자', en: 'Operators' } },
  { to: '/house/audit', may: 'house.read', words: { ko: '전체 작업 기록', en: 'Audit log of all' } },
]

/** Below it somebody is signed in. */
export function Signed() {
  const { data: session, error, refetch } = useSessionQuery()
  if (session === undefined)
    return <main className="view">{error === null ? <Loading /> : <Failure onRetry={() => void refetch()} />}</main>
  if (session === null) return <ToTheDoor />
  return (
    <SignedIn session={session}>
      <ProofProvider>
        <Shell>{session.second_factor === 'required' ? <SecondFactorNeeded /> : <Outlet />}</Shell>
      </ProofProvider>
    </SignedIn>
  )
}

/** Once: while one is on the way, where one is changes. */
function ToTheDoor() {
  const navigate = useNavigate()
  const { href } = useLocation()
  const [from] = useState(href)
  useEffect(() => {
    void navigate({ to: '/sign-in', search: from === '/' ? {} : { to: from }, replace: true })
  }, [navigate, from])
  return null
}

/** The first page of whoever it is. */
export function Start() {
  const { merchant } = useSession()
  if (merchant === null) return <Navigate to="/house" replace />
  return <Navigate to="/m/$merchant" params={{ merchant: merchant.id }} replace />
}

export function Merchant() {
  const merchant = useMerchant()
  return (
    <Live merchant={merchant} key={merchant}>
      <LineWord />
      <Outlet />
    </Live>
  )
}

/** Whose page it is. */
export function useMerchant(): string {
  const { merchant } = useParams({ strict: false })
  if (merchant === undefined) throw new Error('broken invariant: a merchant’s page without a merchant')
  return merchant
}

function Shell({ children }: { readonly children: ReactNode }) {
  const words = useWords(WORDS)
  const session = useSession()
  const { pathname } = useLocation()
  // Wherever one goes, the menu has done its work.
  const [openAt, setOpenAt] = useState<string | null>(null)
  const isOpen = openAt === pathname
  const signOut = useSignOut()
  useIdleEnd(session.idle_s, () => void signOut('idle'))
  return (
    <div className="shell">
      <a className="skip" href="#page">
        {words.skip}
      </a>
      <header className="top">
        {session.practice && <p className="mark">{words.practice}</p>}
        <div className="bar">
          <Link to="/">{words.console}</Link>
          <Button
            kind="quiet"
            aria-expanded={isOpen}
            aria-controls="side"
            onPress={() => setOpenAt(isOpen ? null : pathname)}
          >
            {words.menu}
          </Button>
        </div>
      </header>
      <Side isOpen={isOpen} />
      <main className="view" id="page" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}

function Side({ isOpen }: { readonly isOpen: boolean }) {
  const words = useWords(WORDS)
  const [language, choose] = useLanguage()
  const { merchant: own, person } = useSession()
  const { merchant = own?.id } = useParams({ strict: false })
  const signOut = useSignOut()
  return (
    <nav className="side" id="side" aria-label={words.menu} data-open={isOpen || undefined}>
      <p className="house">{words.console}</p>
      {own === null ? <MerchantPick merchant={merchant} /> : <p className="whose">{own.name}</p>}
      {merchant !== undefined && <Places places={MERCHANT_PLACES} merchant={merchant} />}
      {own === null && (
        <>
          <p className="group">{words.house}</p>
          <Places places={HOUSE_PLACES} />
        </>
      )}
      <div className="end">
        <Link to="/me">
          {words.me} <span className="muted small">{person.name}</span>
        </Link>
        <div className="row">
          <Button kind="quiet" onPress={() => choose(language === 'ko' ? 'en' : 'ko')}>
            <span lang={language === 'ko' ? 'en' : 'ko'}>{words.other}</span>
          </Button>
          <Button kind="quiet" onPress={() => void signOut('asked')}>
            {words.out}
          </Button>
        </div>
      </div>
    </nav>
  )
}

/** Whoever goes sees nothing more here, whatever the network does. */
function useSignOut(): (why: 'asked' | 'idle') => Promise<void> {
  const client = useQueryClient()
  const setSession = useSetSession()
  return async (why) => {
    const gone = api.call('signOut', {}).catch(() => undefined)
    if (why === 'idle') forgetSession(client)
    else setSession(null)
    await gone
  }
}

function Places({ places, merchant }: { readonly places: readonly Place[]; readonly merchant?: string }) {
  const [language] = useLanguage()
  const { practice } = useSession()
  const may = useMay()
  return (
    <ul>
      {places
        .filter((place) => may(place.may) && (practice || place.isPractice !== true))
        .map(({ to, words }) => (
          <li key={to}>
            <Link
              to={to}
              params={merchant === undefined ? {} : { merchant }}
              activeOptions={{ exact: to === '/m/$merchant' || to === '/house', includeSearch: false }}
            >
              {words[language]}
            </Link>
          </li>
        ))}
    </ul>
  )
}

/** Of somebody above merchants: whose payments they look at. */
function MerchantPick({ merchant }: { readonly merchant: string | undefined }) {
  const words = useWords(WORDS)
  const navigate = useNavigate()
  const { data } = useAsk('merchants', {})
  const choices = (data?.rows ?? []).map(({ merchant: value = '', name = '' }) => ({ value, words: name }))
  if (choices.length === 0) return <p className="whose muted">{data === undefined ? '' : words.noMerchants}</p>
  return (
    <Pick
      label={words.merchant}
      choices={choices}
      value={merchant ?? ''}
      onChange={(chosen) => void navigate({ to: '/m/$merchant', params: { merchant: chosen } })}
    />
  )
}

function LineWord() {
  const words = useWords(WORDS)
  const line = useLine()
  return (
    <p className={`line ${line}`} role="status">
      {line === 'on' ? words.live : words.notLive}
    </p>
  )
}
