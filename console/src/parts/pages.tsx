import { type InBoth, useWords } from '../language.tsx'
import { Button } from './button.tsx'

const WORDS: InBoth<{ readonly first: string; readonly next: string }> = {
  ko: { first: '처음으로', next: '다음' },
  en: { first: 'To the first', next: 'Next' },
}

interface Props {
  /** Where this page begins; undefined: it is the first. */
  readonly after: string | undefined
  /** Where the next one would; null: this is the last. */
  readonly next: string | null
  readonly onGo: (after: string | undefined) => void
  /** Where "Next" would promise too much. */
  readonly nextWords?: string | undefined
}

/** From page to page of a list. The browser's own way back leads to the one before. */
export function Pages({ after, next, onGo, nextWords }: Props) {
  const words = useWords(WORDS)
  if (after === undefined && next === null) return null
  return (
    <div className="pages">
      <Button isDisabled={after === undefined} onPress={() => onGo(undefined)}>
        {words.first}
      </Button>
      <Button isDisabled={next === null} onPress={() => onGo(next ?? undefined)}>
        {nextWords ?? words.next}
      </Button>
    </div>
  )
}
