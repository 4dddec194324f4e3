/** E-mail and password; where a second factor is on, its code after that. Nobody is told which of them was wrong. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { CodeField } from '../../parts/code-field.tsx'
import { Field } from '../../parts/field.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useHasEnded } from '../../session.tsx'
import { Door } from './door.tsx'
import { useDoorTry } from './try-door.ts'

interface SignInWords {
  readonly title: string
  readonly email: string
  readonly password: string
  readonly codeTitle: string
  readonly codeOf: (email: string) => string
  readonly noPhone: string
  readonly other: string
  readonly go: string
  readonly noWay: string
  readonly stillNot: string
  readonly ended: string
}

const WORDS: InBoth<SignInWords> = {
  ko: {
    title: '로그인',
    email: '이메일',
    password: '비밀번호',
    codeTitle: '인증 코드 확인',
    codeOf: (email) => `${email}의 비밀번호를 확인했습니다. 인증 앱에 보이는 코드를 입력해 주세요.`,
    noPhone: '휴대폰이 없으면 2단계 인증을 켤 때 받은 복구 코드를 입력하세요. 코드 하나는 한 번만 쓸 수 있습니다.',
    other: '다른 계정으로 로그인',
    go: '로그인',
    noWay: '처음이거나 비밀번호를 잊었다면 운영자나 가맹점 관리자에게 일회용 링크를 받으세요.',
    stillNot:
      '맞게 입력했는데도 로그인되지 않으면 사용이 중지된 계정일 수 있습니다. 운영자나 가맹점 관리자에게 물어보세요.',
    ended:
      '안전을 위해 로그아웃되었습니다. 15분 동안 쓰지 않았거나, 로그인한 지 8시간이 지났거나, 다른 곳에서 로그인을 끝낸 경우입니다. 다시 로그인하면 보던 화면으로 돌아갑니다.',
  },
  en: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    codeTitle: 'Enter your code',
    codeOf: (email) => `The password of ${email} is right. Enter the code that your authenticator app shows.`,
    noPhone: 'No phone at hand? Enter one of the recovery codes you got with the second factor. Each works once.',
    other: 'Sign in with another account',
    go: 'Sign in',
    noWay: 'New here, or the password is forgotten? Ask the operator or your admin for a one-time link.',
    stillNot: 'If all of it was right, the account may be disabled. Ask the operator or your admin.',
    ended:
      'You were signed out to keep the account safe: after 15 minutes without use, 8 hours after signing in, or because the session was ended elsewhere. Sign in again and you are back where you were.',
  },
}

export function SignInPage() {
  const words = useWords(WORDS)
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/sign-in' })
  const hasEnded = useHasEnded()
  const door = useDoorTry()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    const given = { email: email.trim(), password }
    const body = door.needsCode ? { ...given, code: code.trim() } : given
    if (await door.try(() => api.call('signIn', { body })))
      await navigate({ href: isOurs(to) ? to : '/', replace: true })
  }
  const startAgain = () => {
    setPassword('')
    setCode('')
    door.startAgain()
  }
  return (
    <Door title={door.needsCode ? words.codeTitle : words.title}>
      {hasEnded && !door.needsCode && <p className="said">{words.ended}</p>}
      <form className="form" onSubmit={signIn}>
        {door.needsCode ? (
          <>
            <p>{words.codeOf(email.trim())}</p>
            <CodeField value={code} onChange={setCode} />
          </>
        ) : (
          <Who email={email} onEmail={setEmail} password={password} onPassword={setPassword} />
        )}
        <Refused by={door.problem} />
        {door.problem?.code === 'wrong' && !door.needsCode && <p className="muted small">{words.stillNot}</p>}
        <Button kind="main" type="submit" isPending={door.isBusy}>
          {words.go}
        </Button>
        {door.needsCode && (
          <Button kind="quiet" onPress={startAgain} isDisabled={door.isBusy}>
            {words.other}
          </Button>
        )}
      </form>
      <p className="muted small">{door.needsCode ? words.noPhone : words.noWay}</p>
    </Door>
  )
}

interface WhoProps {
  readonly email: string
  readonly onEmail: (email: string) => void
  readonly password: string
  readonly onPassword: (password: string) => void
}

function Who({ email, onEmail, password, onPassword }: WhoProps) {
  const words = useWords(WORDS)
  return (
    <>
      <Field
        label={words.email}
        type="email"
        autoComplete="username"
        autoFocus
        isRequired
        value={email}
        onChange={onEmail}
      />
      <Field
        label={words.password}
        type="password"
        autoComplete="current-password"
        isRequired
        value={password}
        onChange={onPassword}
      />
    </>
  )
}

/** An address of this console, and no other: a link must not lead who signs in somewhere else. */
function isOurs(to: string | undefined): to is string {
  return to !== undefined && /^\/(?![/\\])/.test(to)
}
