/** What is done to a notice address: a test call, a pause, a new secret, and taking it away. */
import { type ReactNode, useState } from 'react'
import { useAct } from '../../act.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Refused } from '../../parts/refused.tsx'
import { DEFAULT_ENDPOINT, type Endpoint, type EndpointWithSecret } from './endpoint-words.ts'
import { TestResult } from './test-result.tsx'

interface ActionWords {
  readonly test: string
  readonly unsaved: string
  readonly pause: string
  readonly resume: string
  readonly paused: string
  readonly resumed: string
  readonly rotate: string
  readonly rotateTold: string
  readonly remove: string
  readonly removeTold: string
  readonly removed: string
}

const WORDS: InBoth<ActionWords> = {
  ko: {
    test: '시험 전송',
    unsaved: '저장하지 않은 변경이 있습니다. 시험 전송은 저장된 주소로 가니 먼저 저장하세요.',
    pause: '멈춤',
    resume: '다시 시작',
    paused: '통지를 멈췄습니다. 그동안 생긴 통지는 기다렸다가 다시 시작하면 나갑니다.',
    resumed: '다시 시작했습니다. 기다리던 통지가 나갑니다.',
    rotate: '비밀키 교체',
    rotateTold:
      '새 비밀키를 만들어 한 번 보여 줍니다. 24시간 동안은 새것과 앞것의 서명이 함께 붙고, 그 뒤에는 새것만 씁니다. 그 안에 가맹점 서버의 값을 바꾸세요.',
    remove: '삭제',
    removeTold:
      '이 수신 URL로 기다리던 통지는 미전달로 끝나고, 비밀키도 되살릴 수 없습니다. 잠시만 막으려면 멈춤을 쓰세요.',
    removed: '수신 URL을 삭제했습니다.',
  },
  en: {
    test: 'Send a test call',
    unsaved: 'There are changes that are not saved. A test call goes to what is saved: save first.',
    pause: 'Pause',
    resume: 'Resume',
    paused: 'Notices are paused. What happens meanwhile waits, and goes out when it is resumed.',
    resumed: 'Resumed: what waited goes out.',
    rotate: 'New secret',
    rotateTold:
      'A new secret is made and shown once. For 24 hours both the new one and the one before it sign, then only the new one. Change it on the merchant’s server by then.',
    remove: 'Remove',
    removeTold:
      'Notices that wait for this address end undelivered, and its secret cannot be brought back. To stop it for a while, pause it.',
    removed: 'The address is removed.',
  },
}

interface Props {
  readonly merchant: string
  readonly endpoint: Endpoint
  /** What is on the screen is not what is saved. */
  readonly isUnsaved?: boolean
  readonly onSecret: (made: EndpointWithSecret) => void
  /** With what was done, in words. */
  readonly onDone: (done: string) => void
  /** What else can be done to it. */
  readonly children?: ReactNode
}

export function EndpointActions({ merchant, endpoint, isUnsaved = false, onSecret, onDone, children }: Props) {
  const words = useWords(WORDS)
  const path = { merchant, id: endpoint.id }
  const test = useAct('testEndpoint', { looksAgain: false })
  const pause = useAct('pauseEndpoint')
  const resume = useAct('resumeEndpoint')
  const [result, setResult] = useState<Awaited<ReturnType<typeof test.do>>>()
  const [asked, setAsked] = useState<'rotate' | 'remove' | null>(null)
  const isPaused = endpoint.state === 'paused'
  const tryOut = async () => {
    setResult(undefined)
    setResult(await test.do({ path }))
  }
  const turn = async () => {
    const done = isPaused ? await resume.do({ path }) : await pause.do({ path })
    if (done !== undefined) onDone(isPaused ? words.resumed : words.paused)
  }
  return (
    <>
      <div className="row">
        <Button onPress={() => void tryOut()} isPending={test.isBusy} isDisabled={endpoint.url === null || isUnsaved}>
          {words.test}
        </Button>
        {children}
        <Button onPress={() => setAsked('rotate')}>{words.rotate}</Button>
        {endpoint.url !== null && (
          <Button onPress={() => void turn()} isPending={pause.isBusy || resume.isBusy}>
            {isPaused ? words.resume : words.pause}
          </Button>
        )}
        {endpoint.id !== DEFAULT_ENDPOINT && (
          <Button kind="danger" onPress={() => setAsked('remove')}>
            {words.remove}
          </Button>
        )}
      </div>
      {isUnsaved && endpoint.url !== null && <p className="muted small">{words.unsaved}</p>}
      <Refused by={test.problem ?? pause.problem ?? resume.problem} />
      {result?.url === endpoint.url && result !== undefined && <TestResult of={result} />}
      {asked === 'rotate' && <Rotate path={path} onSecret={onSecret} onClose={() => setAsked(null)} />}
      {asked === 'remove' && (
        <Remove path={path} url={endpoint.url ?? ''} onDone={onDone} onClose={() => setAsked(null)} />
      )}
    </>
  )
}

interface AskedProps {
  readonly path: { readonly merchant: string; readonly id: string }
  readonly onClose: () => void
}

function Rotate({ path, onSecret, onClose }: AskedProps & Pick<Props, 'onSecret'>) {
  const words = useWords(WORDS)
  const rotate = useAct('rotateEndpointSecret')
  const go = async () => {
    const made = await rotate.do({ path })
    if (made === undefined) return
    onClose()
    onSecret(made)
  }
  return (
    <DeedDialog title={words.rotate} go={words.rotate} act={rotate} onGo={() => void go()} onClose={onClose}>
      <p>{words.rotateTold}</p>
    </DeedDialog>
  )
}

function Remove({ path, url, onDone, onClose }: AskedProps & Pick<Props, 'onDone'> & { readonly url: string }) {
  const words = useWords(WORDS)
  const remove = useAct('removeEndpoint')
  const go = async () => {
    if ((await remove.do({ path })) !== undefined) onDone(words.removed)
  }
  return (
    <DeedDialog
      title={words.remove}
      go={words.remove}
      kind="danger"
      act={remove}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p className="code">{url}</p>
      <p>{words.removeTold}</p>
    </DeedDialog>
  )
}
