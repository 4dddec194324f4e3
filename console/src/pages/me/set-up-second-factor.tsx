import { type FormEvent, useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminRoutes } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Field } from '../../parts/field.tsx'
import { Refused } from '../../parts/refused.tsx'

interface SetUpWords {
  readonly scan: string
  readonly picture: string
  readonly byHand: string
  readonly secret: string
  readonly type: string
  readonly code: string
  readonly codeHelp: string
  readonly go: string
  readonly cancel: string
}

const WORDS: InBoth<SetUpWords> = {
  ko: {
    scan: '휴대폰의 인증 앱(Google OTP, 1Password 등)에서 계정 추가를 누르고 이 그림을 찍으세요.',
    picture: '인증 앱에 등록할 QR 코드',
    byHand: '찍을 수 없으면 앱에 이 키를 직접 입력하세요(시간 기준, 6자리).',
    secret: '등록 키',
    type: '앱에 보이는 여섯 자리를 입력하면 켜집니다.',
    code: '인증 코드',
    codeHelp: '30초마다 바뀝니다.',
    go: '확인하고 켜기',
    cancel: '그만두기',
  },
  en: {
    scan: 'Open the authenticator app on your phone (Google Authenticator, 1Password, …), add an account and point it at this picture.',
    picture: 'QR code for the authenticator app',
    byHand: 'If it cannot be scanned, type this key into the app (time based, six digits).',
    secret: 'Key',
    type: 'Type the six digits that the app shows, and it is on.',
    code: 'Code',
    codeHelp: 'It changes every 30 seconds.',
    go: 'Confirm and turn on',
    cancel: 'Leave it',
  },
}

interface Props {
  readonly begun: AdminRoutes['beginSecondFactor']['answer']
  readonly onDone: (recoveryCodes: readonly string[]) => void
  readonly onCancel: () => void
}

/** The app learns the secret, and shows that it has. */
export function SetUpSecondFactor({ begun: { secret, picture }, onDone, onCancel }: Props) {
  const words = useWords(WORDS)
  const [code, setCode] = useState('')
  const confirm = useAct('confirmSecondFactor', { looksAgain: false })
  const go = async (event: FormEvent) => {
    event.preventDefault()
    const answer = await confirm.do({ body: { code: code.trim() } })
    if (answer !== undefined) onDone(answer.recovery_codes)
  }
  return (
    <form className="form" onSubmit={go}>
      <ol className="steps">
        <li>
          <p>{words.scan}</p>
          <img className="qr" alt={words.picture} src={`data:image/svg+xml,${encodeURIComponent(picture)}`} />
          <p className="muted small">{words.byHand}</p>
          <p>
            <span className="unseen">{words.secret}: </span>
            <Copy text={secret} shown={inFours(secret)} />
          </p>
        </li>
        <li>
          <p>{words.type}</p>
          <Field
            label={words.code}
            help={words.codeHelp}
            inputMode="numeric"
            autoComplete="one-time-code"
            autoFocus
            isRequired
            value={code}
            onChange={setCode}
          />
        </li>
      </ol>
      <Refused by={confirm.problem} />
      <div className="buttons">
        <Button onPress={onCancel} isDisabled={confirm.isBusy}>
          {words.cancel}
        </Button>
        <Button kind="main" type="submit" isPending={confirm.isBusy} isDisabled={code.trim().length < CODE_DIGITS}>
          {words.go}
        </Button>
      </div>
    </form>
  )
}

const CODE_DIGITS = 6

function inFours(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
