import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Dialog } from '../../parts/dialog.tsx'

interface CodeWords {
  readonly title: string
  readonly why: string
  readonly all: (codes: number) => string
  readonly done: string
}

const WORDS: InBoth<CodeWords> = {
  ko: {
    title: '복구 코드를 옮겨 두세요',
    why: '휴대폰을 잃으면 이 코드로 로그인합니다. 코드마다 한 번씩 쓸 수 있고, 지금 한 번만 보입니다. 휴대폰이 아닌 안전한 곳에 적어 두세요.',
    all: (codes) => `복구 코드 ${codes}개 모두`,
    done: '옮겨 두었습니다',
  },
  en: {
    title: 'Keep your recovery codes',
    why: 'They let you in when the phone is lost. Each works once, and they are shown only now. Keep them somewhere safe that is not the phone.',
    all: (codes) => `All ${codes} recovery codes`,
    done: 'I have kept them',
  },
}

/** Shown once, and gone only when they are said to be kept. */
export function RecoveryCodes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  const words = useWords(WORDS)
  return (
    <Dialog title={words.title} isOpen isBusy onClose={onClose}>
      <p>{words.why}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code} className="code">
            {code}
          </li>
        ))}
      </ul>
      <Copy text={codes.join('\n')} shown={words.all(codes.length)} />
      <div className="buttons">
        <Button kind="main" onPress={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  )
}
