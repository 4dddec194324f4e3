/** The second factor of whoever is signed in, and the page that stands before all others where nobody goes without. */
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminRoutes } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Head } from '../../parts/head.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Said } from '../../parts/said.tsx'
import { useSession } from '../../session.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { SetUpSecondFactor } from './set-up-second-factor.tsx'

interface FactorWords {
  readonly title: string
  readonly needed: string
  readonly why: string
  readonly first: string
  readonly on: string
  readonly off: string
  readonly left: (codes: number) => string
  readonly few: string
  readonly begin: string
  readonly again: string
  readonly remove: string
  readonly removeAsk: string
  readonly isOn: string
  readonly isOff: string
}

const WORDS: InBoth<FactorWords> = {
  ko: {
    title: '2단계 인증',
    needed: '먼저 2단계 인증을 켜 주세요',
    why: '켜 두면 비밀번호가 새어 나가도 휴대폰 없이는 아무도 들어오지 못합니다.',
    first: '실제 돈을 다루는 곳이라 모두 켜야 하고, 켠 뒤에 다른 화면을 쓸 수 있습니다.',
    on: '켜짐',
    off: '꺼짐',
    left: (codes) => `남은 복구 코드 ${codes}개`,
    few: '복구 코드가 얼마 남지 않았습니다. 다시 등록하면 새 코드 10개를 받습니다.',
    begin: '2단계 인증 켜기',
    again: '새 휴대폰에 다시 등록',
    remove: '끄기',
    removeAsk:
      '비밀번호만으로 로그인하게 됩니다. 인증 앱의 등록과 복구 코드는 쓸 수 없게 되고, 다른 곳의 로그인은 모두 끝납니다.',
    isOn: '2단계 인증을 켰습니다. 다음 로그인부터 인증 코드를 묻습니다.',
    isOff: '2단계 인증을 껐습니다.',
  },
  en: {
    title: 'Second factor',
    needed: 'First turn the second factor on',
    why: 'With it nobody gets in without your phone, even if they have your password.',
    first: 'Real money is handled here, so everybody turns it on; once it is on, all other pages open.',
    on: 'On',
    off: 'Off',
    left: (codes) => `${codes} recovery ${codes === 1 ? 'code' : 'codes'} left`,
    few: 'Few recovery codes are left. Set it up again to get ten new ones.',
    begin: 'Turn it on',
    again: 'Set it up on a new phone',
    remove: 'Turn it off',
    removeAsk:
      'From then on the password alone signs you in. The entry in your app and the recovery codes are good for nothing, and all sessions elsewhere end.',
    isOn: 'The second factor is on. From the next time you sign in, its code is asked for.',
    isOff: 'The second factor is off.',
  },
}

const CODES_FEW = 3

export function SecondFactor() {
  const words = useWords(WORDS)
  const { second_factor, recovery_codes_left } = useSession()
  const setUp = useSetUp()
  const remove = useAct('removeSecondFactor')
  const [isAsked, setAsked] = useState(false)
  const [said, setSaid] = useState<'isOn' | 'isOff' | null>(null)
  const isOn = second_factor === 'on'
  const goOff = async () => {
    if ((await remove.do({})) === undefined) return
    setAsked(false)
    setSaid('isOff')
  }
  return (
    <section className="panel" aria-labelledby="factor">
      <div className="head">
        <h2 id="factor">{words.title}</h2>
        <Badge tone={isOn ? 'good' : 'wait'}>{isOn ? words.on : words.off}</Badge>
      </div>
      <p className="muted small">{isOn ? words.left(recovery_codes_left) : words.why}</p>
      {isOn && recovery_codes_left <= CODES_FEW && <p>{words.few}</p>}
      <div className="row" hidden={setUp.begun !== null}>
        <Button onPress={() => void setUp.begin()} isPending={setUp.isBusy}>
          {isOn ? words.again : words.begin}
        </Button>
        {isOn && (
          <Button kind="danger" onPress={() => setAsked(true)}>
            {words.remove}
          </Button>
        )}
      </div>
      <Refused by={setUp.problem} />
      <SettingUp by={setUp} onDone={() => setSaid('isOn')} />
      <Said>{said && words[said]}</Said>
      {isAsked && (
        <DeedDialog
          title={words.remove}
          go={words.remove}
          kind="danger"
          act={remove}
          onGo={() => void goOff()}
          onClose={() => setAsked(false)}
        >
          <p>{words.removeAsk}</p>
        </DeedDialog>
      )}
    </section>
  )
}

/** Where money is real: nothing else is shown until there is one. */
export function SecondFactorNeeded() {
  const words = useWords(WORDS)
  const setUp = useSetUp()
  return (
    <>
      <Head title={words.needed} />
      <section className="panel narrow" aria-label={words.title}>
        <p>
          {words.why} {words.first}
        </p>
        <div className="row" hidden={setUp.begun !== null}>
          <Button kind="main" onPress={() => void setUp.begin()} isPending={setUp.isBusy}>
            {words.begin}
          </Button>
        </div>
        <Refused by={setUp.problem} />
        <SettingUp by={setUp} />
      </section>
    </>
  )
}

interface SetUp extends Pick<ReturnType<typeof useAct<'beginSecondFactor'>>, 'isBusy' | 'problem'> {
  readonly begun: AdminRoutes['beginSecondFactor']['answer'] | null
  begin(): Promise<void>
  end(): void
}

function useSetUp(): SetUp {
  const [begun, setBegun] = useState<SetUp['begun']>(null)
  const { do: act, isBusy, problem } = useAct('beginSecondFactor', { looksAgain: false })
  return {
    begun,
    isBusy,
    problem,
    begin: async () => setBegun((await act({})) ?? null),
    end: () => setBegun(null),
  }
}

/** The codes are shown before anything is looked at again: the page they stand on is gone after that. */
function SettingUp({ by: { begun, end }, onDone }: { readonly by: SetUp; readonly onDone?: () => void }) {
  const client = useQueryClient()
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const close = () => {
    setCodes(null)
    onDone?.()
    void client.invalidateQueries()
  }
  const done = (shown: readonly string[]) => {
    end()
    setCodes(shown)
  }
  if (codes !== null) return <RecoveryCodes codes={codes} onClose={close} />
  return begun && <SetUpSecondFactor begun={begun} onDone={done} onCancel={end} />
}
