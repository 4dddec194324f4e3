import { useState } from 'react'
import { useAct } from '../../act.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { useSession, useSetSession } from '../../session.tsx'

interface OutWords {
  readonly title: string
  readonly idle: (minutes: number) => string
  readonly go: string
  readonly ask: string
}

const WORDS: InBoth<OutWords> = {
  ko: {
    title: '로그인',
    idle: (minutes) =>
      `${minutes}분 동안 쓰지 않으면 저절로 로그아웃됩니다. 잃어버린 기기나 남의 컴퓨터에 로그인이 남아 있다면 모두 끝내세요.`,
    go: '모든 곳에서 로그아웃',
    ask: '지금 이 브라우저를 포함해 모든 브라우저와 기기에서 로그아웃합니다. 다시 로그인하면 됩니다.',
  },
  en: {
    title: 'Sessions',
    idle: (minutes) =>
      `After ${minutes} minutes without use you are signed out by itself. If a session is left on a lost device or on somebody else’s computer, end them all.`,
    go: 'Sign out everywhere',
    ask: 'This signs you out of every browser and device, this one too. You can sign in again.',
  },
}

export function SignOutEverywhere() {
  const words = useWords(WORDS)
  const { idle_s } = useSession()
  const setSession = useSetSession()
  const end = useAct('signOutEverywhere', { looksAgain: false })
  const [isAsked, setAsked] = useState(false)
  const go = async () => {
    if ((await end.do({})) !== undefined) setSession(null)
  }
  return (
    <section className="panel" aria-labelledby="sessions">
      <h2 id="sessions">{words.title}</h2>
      <p className="muted small">{words.idle(Math.round(idle_s / 60))}</p>
      <div className="row">
        <Button onPress={() => setAsked(true)}>{words.go}</Button>
      </div>
      {isAsked && (
        <DeedDialog
          title={words.go}
          go={words.go}
          kind="danger"
          act={end}
          onGo={() => void go()}
          onClose={() => setAsked(false)}
        >
          <p>{words.ask}</p>
        </DeedDialog>
      )}
    </section>
  )
}
