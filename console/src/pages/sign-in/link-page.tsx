/**
 * Where a one-time link leads: who was invited, or has forgotten the password, sets one and is in. What the link proves
 * itself by stands behind the `#`, which no server sees; the gateway looks at it without using it up.
 */
import { Link, useLocation, useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type AdminRoutes, api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { CodeField } from '../../parts/code-field.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { isGoodPassword, NewPassword } from '../../parts/new-password.tsx'
import { Refused } from '../../parts/refused.tsx'
import { ROLE_WORDS } from '../../parts/role-words.ts'
import { Failure, Loading } from '../../parts/states.tsx'
import { Door } from './door.tsx'
import { useDoorTry } from './try-door.ts'

interface LinkWords {
  readonly title: string
  readonly invitation: string
  readonly reset: string
  readonly invited: string
  readonly forgotten: string
  readonly merchant: string
  readonly role: string
  readonly email: string
  readonly until: string
  readonly name: string
  readonly go: string
  readonly overTitle: string
  readonly over: string
  readonly ask: string
  readonly signIn: string
}

const WORDS: InBoth<LinkWords> = {
  ko: {
    title: '일회용 링크',
    invitation: '초대를 받으셨습니다',
    reset: '새 비밀번호 정하기',
    invited: '비밀번호를 정하면 바로 들어갑니다.',
    forgotten: '새 비밀번호를 정하면 예전 비밀번호와 다른 곳의 로그인은 모두 끝나고 바로 들어갑니다.',
    merchant: '가맹점',
    role: '역할',
    email: '이메일',
    until: '링크 기한(서울)',
    name: '이름',
    go: '비밀번호 정하고 들어가기',
    overTitle: '쓸 수 없는 링크입니다',
    over: '이미 썼거나, 72시간이 지났거나, 새 링크를 만들어 앞의 링크가 끝난 경우입니다. 주소가 잘려서 복사되었을 수도 있습니다.',
    ask: '비밀번호를 정한 적이 있으면 로그인하세요. 아니면 링크를 준 사람에게 새 링크를 부탁하세요.',
    signIn: '로그인으로',
  },
  en: {
    title: 'One-time link',
    invitation: 'You are invited',
    reset: 'Choose a new password',
    invited: 'Choose a password, and you are in.',
    forgotten: 'With a new password the one before it and all sessions elsewhere end, and you are in.',
    merchant: 'Merchant',
    role: 'Role',
    email: 'E-mail',
    until: 'Good until (Seoul)',
    name: 'Your name',
    go: 'Set the password and go in',
    overTitle: 'This link cannot be used',
    over: 'It was used, is older than 72 hours, or a newer link has taken its place. Perhaps the address was cut off when it was copied.',
    ask: 'If you have set a password, sign in. If not, ask whoever gave you the link for a new one.',
    signIn: 'To sign in',
  },
}

type LinkOpen = AdminRoutes['lookAtLink']['answer']

export function LinkPage() {
  const words = useWords(WORDS)
  const { hash: token } = useLocation()
  const { data, error, refetch } = useAsk('lookAtLink', { body: { token } }, { isOff: token.length < TOKEN_MIN })
  if (token.length < TOKEN_MIN || isOver(error?.code)) return <LinkOver />
  if (data !== undefined) return <LinkForm token={token} link={data} />
  return (
    <Door title={words.title}>
      {error === null ? (
        <Loading lines={4} />
      ) : (
        <>
          <Failure onRetry={() => void refetch()} />
          <Refused by={error} />
        </>
      )}
    </Door>
  )
}

/** What is shorter is refused for its form, in words for programs. */
const TOKEN_MIN = 20

function isOver(code: string | undefined): boolean {
  return code === 'link_over' || code === 'bad_field'
}

function LinkOver() {
  const words = useWords(WORDS)
  return (
    <Door title={words.overTitle}>
      <p>{words.over}</p>
      <p>{words.ask}</p>
      <Link to="/sign-in">{words.signIn}</Link>
    </Door>
  )
}

function LinkForm({ token, link }: { readonly token: string; readonly link: LinkOpen }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const navigate = useNavigate()
  const door = useDoorTry()
  const [name, setName] = useState(link.name)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const whose = { email: link.email, name: link.name }
  const enter = async (event: FormEvent) => {
    event.preventDefault()
    const given = { token, password, ...(name.trim() === '' ? {} : { name: name.trim() }) }
    const body = door.needsCode ? { ...given, code: code.trim() } : given
    if (await door.try(() => api.call('useLink', { body }))) await navigate({ to: '/', replace: true })
  }
  if (isOver(door.problem?.code) && door.problem?.field == null) return <LinkOver />
  return (
    <Door title={link.kind === 'invitation' ? words.invitation : words.reset}>
      <Facts
        rows={[
          [words.merchant, link.merchant],
          [words.role, ROLE_WORDS[language][link.role]],
          [words.email, link.email],
          [words.until, timeText(link.expires_at, language)],
        ]}
      />
      <p className="muted small">{link.kind === 'invitation' ? words.invited : words.forgotten}</p>
      <form className="form" onSubmit={enter}>
        <input type="email" autoComplete="username" value={link.email} readOnly hidden />
        <Field
          label={words.name}
          autoComplete="name"
          isRequired
          maxLength={NAME_CHARACTERS_MAX}
          value={name}
          onChange={setName}
        />
        <NewPassword whose={whose} value={password} onChange={setPassword} />
        {door.needsCode && <CodeField value={code} onChange={setCode} />}
        <Refused by={door.problem} />
        <Button kind="main" type="submit" isPending={door.isBusy} isDisabled={!isGoodPassword(password, whose)}>
          {words.go}
        </Button>
      </form>
    </Door>
  )
}

const NAME_CHARACTERS_MAX = 40
