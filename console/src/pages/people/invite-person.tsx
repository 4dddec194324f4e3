import { useState } from 'react'
import type { ConsoleRole } from '../../api.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import type { PeopleDeeds, PersonWithLink } from './people-deeds.ts'
import { RolePick } from './role-pick.tsx'

interface InviteWords {
  readonly told: string
  readonly email: string
  readonly name: string
  readonly go: string
}

const WORDS: InBoth<InviteWords> = {
  ko: {
    told: '메일을 보내지 않습니다. 다음 화면에 한 번만 보이는 일회용 링크를 직접 전해 주세요.',
    email: '이메일',
    name: '이름',
    go: '초대하고 링크 만들기',
  },
  en: {
    told: 'No mail is sent. Hand over the one-time link that is shown next, once.',
    email: 'E-mail',
    name: 'Name',
    go: 'Invite and make a link',
  },
}

interface Props {
  readonly title: string
  readonly deeds: PeopleDeeds
  readonly onLink: (made: PersonWithLink) => void
  readonly onClose: () => void
}

export function InvitePerson({ title, deeds: { invite, roles }, onLink, onClose }: Props) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  // Who may do least comes first: more is given on purpose.
  const [role, setRole] = useState<ConsoleRole>(roles.at(-1) ?? 'viewer')
  const problemOf = (field: string) => fieldProblem(invite.problem, field, language)
  const go = async () => {
    const made = await invite.do({ email: email.trim(), name: name.trim(), role })
    if (made !== undefined) onLink(made)
  }
  return (
    <DeedDialog
      title={title}
      go={words.go}
      act={invite}
      isReady={email.trim() !== '' && name.trim() !== ''}
      onGo={() => void go()}
      onClose={() => {
        invite.forget()
        onClose()
      }}
    >
      <p className="muted">{words.told}</p>
      <Field
        label={words.email}
        type="email"
        autoComplete="off"
        autoFocus
        isRequired
        value={email}
        onChange={setEmail}
        problem={problemOf('email')}
      />
      <Field
        label={words.name}
        autoComplete="off"
        isRequired
        maxLength={40}
        value={name}
        onChange={setName}
        problem={problemOf('name')}
      />
      {roles.length > 1 && <RolePick roles={roles} value={role} onChange={setRole} />}
    </DeedDialog>
  )
}
