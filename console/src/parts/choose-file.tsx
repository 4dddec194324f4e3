/** A file of text that somebody has, read here: as UTF-8, or as Excel saves it in Korea. */
import { useId, useState } from 'react'
import { textOf } from '../files.ts'
import { type InBoth, useWords } from '../language.tsx'

interface ChooseWords {
  readonly read: (name: string) => string
  readonly tooLarge: (mib: number) => string
  readonly unreadable: string
}

const WORDS: InBoth<ChooseWords> = {
  ko: {
    read: (name) => `읽었습니다: ${name}`,
    tooLarge: (mib) => `파일이 ${mib} MiB보다 큽니다. 나누어 올려 주세요.`,
    unreadable: '글자를 읽을 수 없는 파일입니다. UTF-8이나 CP949로 저장해 주세요.',
  },
  en: {
    read: (name) => `Read: ${name}`,
    tooLarge: (mib) => `The file is larger than ${mib} MiB. Split it.`,
    unreadable: 'The letters of this file cannot be read. Save it as UTF-8 or CP949.',
  },
}

interface Props {
  readonly label: string
  readonly bytesMax: number
  readonly onText: (text: string) => void
}

export function ChooseFile({ label, bytesMax, onText }: Props) {
  const words = useWords(WORDS)
  const id = useId()
  const [said, say] = useState<{ readonly text: string; readonly isWrong: boolean } | null>(null)
  const read = async (file: File | undefined) => {
    if (file === undefined) return
    if (file.size > bytesMax) return say({ text: words.tooLarge(bytesMax / 1024 ** 2), isWrong: true })
    const text = textOf(await file.arrayBuffer())
    if (text === undefined) return say({ text: words.unreadable, isWrong: true })
    onText(text)
    say({ text: words.read(file.name), isWrong: false })
  }
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept=".csv,text/csv,text/plain"
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <span className={said?.isWrong ? 'problem' : 'help'} role="status">
        {said?.text}
      </span>
    </div>
  )
}
