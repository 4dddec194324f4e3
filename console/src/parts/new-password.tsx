/** A password to be chosen: its rules stand there before they are broken, and each is ticked off once it is kept. */
import { useState } from 'react'
import {
  isLongEnough,
  isMixed,
  isUnlike,
  PASSWORD_CHARACTERS_MAX,
  PASSWORD_CHARACTERS_MIN,
  PASSWORD_DIFFERENT_MIN,
  type WhoseIsIt,
} from '../../../src/wire/admin/password-rules.ts'
import { type InBoth, useWords } from '../language.tsx'
import { Field } from './field.tsx'
import { Tick } from './tick.tsx'

interface PasswordWords {
  readonly label: string
  readonly long: string
  readonly mixed: string
  readonly unlike: string
  readonly show: string
  readonly kept: string
  readonly open: string
}

const WORDS: InBoth<PasswordWords> = {
  ko: {
    label: '새 비밀번호',
    long: `${PASSWORD_CHARACTERS_MIN}자 이상 (최대 ${PASSWORD_CHARACTERS_MAX}자, 빈칸도 됩니다)`,
    mixed: `서로 다른 글자 ${PASSWORD_DIFFERENT_MIN}개 이상`,
    unlike: '이메일 아이디와 이름이 들어가지 않음',
    show: '비밀번호 보기',
    kept: '지킴',
    open: '아직',
  },
  en: {
    label: 'New password',
    long: `At least ${PASSWORD_CHARACTERS_MIN} characters (at most ${PASSWORD_CHARACTERS_MAX}; spaces are fine)`,
    mixed: `At least ${PASSWORD_DIFFERENT_MIN} different characters`,
    unlike: 'Neither the name in your e-mail nor your own name',
    show: 'Show the password',
    kept: 'kept',
    open: 'not yet',
  },
}

interface Props {
  readonly whose: WhoseIsIt
  readonly value: string
  readonly onChange: (password: string) => void
}

export function NewPassword({ whose, value, onChange }: Props) {
  const words = useWords(WORDS)
  const [isShown, setShown] = useState(false)
  const rules = [
    [words.long, isLongEnough(value)],
    [words.mixed, isMixed(value)],
    [words.unlike, value !== '' && isUnlike(value, whose)],
  ] as const
  return (
    <div className="field">
      <Field
        label={words.label}
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        isRequired
        value={value}
        onChange={onChange}
      />
      <ul className="rules">
        {rules.map(([rule, isKept]) => (
          <li key={rule} data-kept={isKept || undefined}>
            <span aria-hidden="true">{isKept ? '✓' : '·'}</span> {rule}
            <span className="unseen">: {isKept ? words.kept : words.open}</span>
          </li>
        ))}
      </ul>
      <Tick isSelected={isShown} onChange={setShown}>
        {words.show}
      </Tick>
    </div>
  )
}

export function isGoodPassword(password: string, whose: WhoseIsIt): boolean {
  return isLongEnough(password) && isMixed(password) && isUnlike(password, whose)
}
