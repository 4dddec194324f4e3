import { type FormEvent, useState } from 'react'
import { useAct } from '../../act.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { isGoodPassword, NewPassword } from '../../parts/new-password.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Said } from '../../parts/said.tsx'
import { useSession, useSetSession } from '../../session.tsx'

interface PasswordWords {
  readonly title: string
  readonly current: string
  readonly notThis: string
  readonly others: string
  readonly go: string
  readonly done: string
}

const WORDS: InBoth<PasswordWords> = {
  ko: {
    title: '비밀번호 변경',
    current: '지금 비밀번호',
    notThis: '지금 비밀번호가 맞지 않습니다.',
    others: '바꾸면 다른 브라우저와 기기의 로그인은 모두 끝나고, 여기는 그대로 남습니다.',
    go: '비밀번호 변경',
    done: '비밀번호를 바꾸었습니다. 다른 곳의 로그인은 모두 끝났습니다.',
  },
  en: {
    title: 'Change the password',
    current: 'Present password',
    notThis: 'This is not your present password.',
    others: 'All sessions on other browsers and devices end with it; this one goes on.',
    go: 'Change the password',
    done: 'The password is changed. All sessions elsewhere have ended.',
  },
}

export function ChangePassword() {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const { person } = useSession()
  const setSession = useSetSession()
  const change = useAct('changePassword')
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [isDone, setDone] = useState(false)
  const isWrong = change.problem?.code === 'wrong'
  const go = async (event: FormEvent) => {
    event.preventDefault()
    setDone(false)
    const session = await change.do({ body: { current, password } })
    if (session === undefined) return
    setSession(session)
    setCurrent('')
    setPassword('')
    setDone(true)
  }
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">{words.title}</h2>
      <form className="form" onSubmit={go} lang={language}>
        <input type="email" autoComplete="username" value={person.email} readOnly hidden />
        <Field
          label={words.current}
          type="password"
          autoComplete="current-password"
          isRequired
          value={current}
          onChange={setCurrent}
          problem={isWrong ? words.notThis : undefined}
        />
        <NewPassword whose={person} value={password} onChange={setPassword} />
        <p className="muted small">{words.others}</p>
        <Refused by={isWrong ? null : change.problem} />
        <div className="row">
          <Button type="submit" isPending={change.isBusy} isDisabled={!isGoodPassword(password, person)}>
            {words.go}
          </Button>
        </div>
        <Said>{isDone ? words.done : null}</Said>
      </form>
    </section>
  )
}
