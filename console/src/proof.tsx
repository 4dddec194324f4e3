/** Asks who is there once more, over whatever page it is, for what costs money or shows a secret. */
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import {
  createContext,
  type FormEvent,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react'
import { AdminError, api } from './api.ts'
import { endSession } from './ask.ts'
import { type InBoth, useLanguage, useWords } from './language.tsx'
import { Button } from './parts/button.tsx'
import { CodeField } from './parts/code-field.tsx'
import { Dialog } from './parts/dialog.tsx'
import { Field } from './parts/field.tsx'
import { Refused } from './parts/refused.tsx'
import { useSession, useSetSession } from './session.tsx'

interface ProofWords {
  readonly title: string
  readonly why: string
  readonly password: string
  readonly go: string
  readonly cancel: string
}

const WORDS: InBoth<ProofWords> = {
  ko: {
    title: '본인 확인',
    why: '돈이 나가거나 비밀값이 보이는 일입니다. 15분 안에 확인한 적이 없어 한 번 더 묻습니다.',
    password: '비밀번호',
    go: '확인하고 계속',
    cancel: '취소',
  },
  en: {
    title: 'Is it you?',
    why: 'This moves money or shows a secret, and you have not said who you are for 15 minutes.',
    password: 'Password',
    go: 'Confirm and go on',
    cancel: 'Cancel',
  },
}

const Proof = createContext<() => Promise<boolean>>(async () => false)

/** False: they did not want to. */
export function useProof(): () => Promise<boolean> {
  return useContext(Proof)
}

export function ProofProvider({ children }: { readonly children: ReactNode }) {
  const [isOpen, setOpen] = useState(false)
  const waiting = useRef<((proven: boolean) => void)[]>([])
  const end = (proven: boolean) => {
    setOpen(false)
    for (const tell of waiting.current.splice(0)) tell(proven)
  }
  const router = useRouter()
  const leave = useEffectEvent(() => end(false))
  // Whoever has gone elsewhere does not want it any more.
  useEffect(() => router.subscribe('onBeforeNavigate', ({ pathChanged }) => pathChanged && leave()), [router])
  const prove = () => {
    setOpen(true)
    return new Promise<boolean>((resolve) => waiting.current.push(resolve))
  }
  return (
    <Proof value={prove}>
      {children}
      {isOpen && <ProofDialog onEnd={end} />}
    </Proof>
  )
}

function ProofDialog({ onEnd }: { readonly onEnd: (proven: boolean) => void }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const session = useSession()
  const client = useQueryClient()
  const setSession = useSetSession()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AdminError | null>(null)
  const prove = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    try {
      setSession(await api.call('prove', { body: code === '' ? { password } : { password, code: code.trim() } }))
      onEnd(true)
    } catch (error) {
      if (!(error instanceof AdminError)) throw error
      endSession(client, error)
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Dialog title={words.title} isOpen isBusy={isBusy} onClose={() => onEnd(false)}>
      <form className="form" onSubmit={prove} lang={language}>
        <p className="muted">{words.why}</p>
        <input type="email" autoComplete="username" value={session.person.email} readOnly hidden />
        <Field
          label={words.password}
          type="password"
          autoComplete="current-password"
          autoFocus
          isRequired
          value={password}
          onChange={setPassword}
        />
        {session.second_factor === 'on' && <CodeField value={code} onChange={setCode} autoFocus={false} />}
        <Refused by={problem} />
        <div className="buttons">
          <Button onPress={() => onEnd(false)} isDisabled={isBusy}>
            {words.cancel}
          </Button>
          <Button kind="main" type="submit" isPending={isBusy}>
            {words.go}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
