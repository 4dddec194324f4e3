import { useState } from 'react'
import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'

const WORDS: InBoth<{ readonly copy: string; readonly copied: string; readonly byHand: string }> = {
  ko: { copy: '복사', copied: '복사했습니다', byHand: '복사하지 못했습니다. 직접 선택해 복사하세요.' },
  en: { copy: 'Copy', copied: 'Copied', byHand: 'Could not copy: select it and copy it by hand.' },
}

/** A text that is needed elsewhere, with a press that takes it along. */
export function Copy({ text, shown = text }: { readonly text: string; readonly shown?: string }) {
  const words = useWords(WORDS)
  const [said, setSaid] = useState<'copy' | 'copied' | 'byHand'>('copy')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setSaid('copied')
    } catch {
      setSaid('byHand')
    }
  }
  return (
    <span className="copy">
      <code className="code">{shown}</code>
      <Button kind="quiet" aria-label={`${words.copy}: ${shown}`} onPress={() => void copy()}>
        {said === 'copied' ? words.copied : words.copy}
      </Button>
      <span className="unseen" role="status">
        {said === 'copy' ? '' : words[said]}
      </span>
      {said === 'byHand' && <span className="problem">{words.byHand}</span>}
    </span>
  )
}
