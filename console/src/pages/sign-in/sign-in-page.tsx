/** E-mail and password; where a second factor is on, its code after that. Nobody is told which of them was wrong. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { AdminError, api } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useSetSession } from '../../session.tsx'
import { Door } from './door.tsx'

interface SignInWords {
  readonly title: string
  readonly email: string
  readonly password: string
  readonly code: string
  readonly codeHelp: string
  readonly go: string
  readonly noWay: string
}

const WORDS: InBoth<SignInWords> = {
  ko: {
    title: '로그인',
    email: '이메일',
    password: '비밀번호',
    code: '인증 코드',
    codeHelp: '인증 앱의 여섯 자리, 또는 복구 코드',
    go: '로그인',
    noWay: '처음이거나 비밀번호를 잊었다면 운영자나 가맹점 관리자에게 일회용 링크를 받으세요.',
  },
  en: {
    title: 'Sign in',
    email: 'E-mail',
    password: 'Password',
    code: 'Code',
    codeHelp: 'Six digits of your authenticator app, or a recovery code',
    go: 'Sign in',
    noWay: 'New here, or the password is forgotten? Ask the operator or your admin for a one-time link.',
  },
}

export function SignInPage() {
  const words = useWords(WORDS)
  const navigate = useNavigate()
  const setSession = useSetSession()
  const { to } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [needsCode, setNeedsCode] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AdminError | null>(null)
  const signIn = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    setProblem(null)
    try {
      const given = { email: email.trim(), password }
      setSession(await api.call('signIn', { body: needsCode ? { ...given, code: code.trim() } : given }))
      await navigate({ href: isOurs(to) ? to : '/', replace: true })
    } catch (error) {
      if (!(error instanceof AdminError)) throw error
      if (error.code === 'code_needed' && !needsCode) setNeedsCode(true)
      else setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Door title={words.title}>
      <form className="form" onSubmit={signIn}>
        <Field
          label={words.email}
          type="email"
          autoComplete="username"
          autoFocus
          isRequired
          value={email}
          onChange={setEmail}
        />
        <Field
          label={words.password}
          type="password"
          autoComplete="current-password"
          isRequired
          value={password}
          onChange={setPassword}
        />
        {needsCode && (
          <Field
            label={words.code}
            help={words.codeHelp}
            autoComplete="one-time-code"
            autoFocus
            isRequired
            value={code}
            onChange={setCode}
          />
        )}
        <Refused by={problem} />
        <Button kind="main" type="submit" isPending={isBusy}>
          {words.go}
        </Button>
      </form>
      <p className="muted small">{words.noWay}</p>
    </Door>
  )
}

/** An address of this console, and no other: a link must not lead who signs in somewhere else. */
function isOurs(to: string | undefined): to is string {
  return to !== undefined && /^\/(?![/\\])/.test(to)
}
