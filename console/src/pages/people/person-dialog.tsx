/** One person: what they are called and may do, a new link, their sessions, and whether they may come in at all. */
import { type FormEvent, useState } from 'react'
import type { AdminError } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useSession } from '../../session.tsx'
import type { PeopleDeeds, Person, PersonChange, PersonWithLink } from './people-deeds.ts'
import { PersonState } from './person-state.tsx'
import { RolePick } from './role-pick.tsx'

interface PersonWords {
  readonly email: string
  readonly state: string
  readonly since: string
  readonly name: string
  readonly roleTold: string
  readonly save: string
  readonly link: string
  readonly linkTold: string
  readonly signOut: string
  readonly disable: string
  readonly disableTold: string
  readonly reason: string
  readonly reasonTold: string
  readonly enable: string
  readonly close: string
  readonly notSelf: string
  readonly saved: (name: string) => string
  readonly signedOut: (name: string) => string
  readonly disabled: (name: string) => string
  readonly enabled: (name: string) => string
}

const WORDS: InBoth<PersonWords> = {
  ko: {
    email: '이메일',
    state: '상태',
    since: '초대한 때(서울)',
    name: '이름',
    roleTold: '역할을 바꾸면 그 사람은 모든 곳에서 로그아웃되고, 다시 로그인하면 새 역할로 일합니다.',
    save: '저장',
    link: '새 일회용 링크',
    linkTold:
      '비밀번호를 잊었거나 링크 기한이 지났을 때 만듭니다. 2단계 인증은 링크로 풀리지 않습니다. 휴대폰과 복구 코드를 모두 잃었다면 서버에서 console-link 명령을 써야 합니다.',
    signOut: '모든 곳에서 로그아웃',
    disable: '사용 중지',
    disableTold: '바로 모든 곳에서 로그아웃되고, 다시 사용하게 할 때까지 들어올 수 없습니다. 한 일의 기록은 남습니다.',
    reason: '사유',
    reasonTold: '작업 기록에 남습니다. 비워 둘 수 있습니다.',
    enable: '다시 사용',
    close: '닫기',
    notSelf: '자기 자신의 역할과 상태는 바꿀 수 없습니다.',
    saved: (name) => `${name} 님의 정보를 저장했습니다.`,
    signedOut: (name) => `${name} 님을 모든 곳에서 로그아웃했습니다.`,
    disabled: (name) => `${name} 님의 사용을 중지했습니다.`,
    enabled: (name) => `${name} 님이 다시 사용할 수 있습니다.`,
  },
  en: {
    email: 'E-mail',
    state: 'State',
    since: 'Invited (Seoul)',
    name: 'Name',
    roleTold: 'With another role they are signed out everywhere, and have the new role once they sign in again.',
    save: 'Save',
    link: 'New one-time link',
    linkTold:
      'For who has forgotten the password, or whose link has expired. It does not undo a second factor: who has lost both phone and recovery codes needs the command console-link at the server.',
    signOut: 'Sign out everywhere',
    disable: 'Disable',
    disableTold:
      'They are signed out everywhere at once and cannot come in until they are enabled again. The record of what they did stays.',
    reason: 'Why',
    reasonTold: 'Kept in the audit log. May be left empty.',
    enable: 'Enable again',
    close: 'Close',
    notSelf: 'Nobody changes their own role or state.',
    saved: (name) => `${name} is saved.`,
    signedOut: (name) => `${name} is signed out everywhere.`,
    disabled: (name) => `${name} is disabled.`,
    enabled: (name) => `${name} is enabled again.`,
  },
}

interface Props {
  readonly person: Person
  readonly deeds: PeopleDeeds
  readonly onLink: (made: PersonWithLink) => void
  /** With what was done, in words. */
  readonly onDone: (done: string) => void
  readonly onClose: () => void
}

export function PersonDialog({ person, deeds, onLink, onDone, onClose }: Props) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const [isDisabling, setDisabling] = useState(false)
  const { change, link, signOut } = deeds
  const close = () => {
    for (const deed of [change, link, signOut]) deed?.forget()
    onClose()
  }
  const changed = async (asked: PersonChange, done: string) => {
    if ((await change.do(person, asked)) !== undefined) onDone(done)
  }
  if (isDisabling) return <Disabling person={person} deeds={deeds} onDone={onDone} onClose={close} />
  const isBusy = change.isBusy || link.isBusy || signOut?.isBusy === true
  const title = person.name
  return (
    <Dialog title={title} isOpen isBusy={isBusy} onClose={close}>
      <Facts
        rows={[
          [words.email, person.email],
          [words.state, <PersonState key="state" person={person} />],
          [words.since, timeText(person.created_at, language)],
        ]}
      />
      <Named person={person} deeds={deeds} onSave={changed} />
      <Doors
        person={person}
        deeds={deeds}
        onLink={onLink}
        onDone={onDone}
        onDisable={() => {
          change.forget()
          setDisabling(true)
        }}
        onEnable={() => changed({ state: 'active' }, words.enabled(title))}
      />
      <Refused by={firstOf(change.problem, link.problem, signOut?.problem)} />
      <div className="buttons">
        <Button onPress={close} isDisabled={isBusy}>
          {words.close}
        </Button>
      </div>
    </Dialog>
  )
}

function firstOf(...problems: readonly (AdminError | null | undefined)[]): AdminError | null {
  return problems.find((problem) => problem != null) ?? null
}

interface NamedProps extends Pick<Props, 'person' | 'deeds'> {
  readonly onSave: (asked: PersonChange, done: string) => Promise<void>
}

function Named({ person, deeds: { change, roles }, onSave }: NamedProps) {
  const words = useWords(WORDS)
  const isSelf = useSession().person.id === person.id
  const [name, setName] = useState(person.name)
  const [role, setRole] = useState(person.role)
  const asked: PersonChange = {
    ...(name.trim() === person.name ? {} : { name: name.trim() }),
    ...(role === person.role ? {} : { role }),
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    void onSave(asked, words.saved(name.trim()))
  }
  return (
    <form className="form" onSubmit={save}>
      <Field label={words.name} isRequired maxLength={40} value={name} onChange={setName} />
      {roles.length > 1 && !isSelf && <RolePick roles={roles} value={role} onChange={setRole} />}
      {asked.role !== undefined && <p className="muted small">{words.roleTold}</p>}
      {isSelf && <p className="muted small">{words.notSelf}</p>}
      <div className="row">
        <Button
          kind="main"
          type="submit"
          isPending={change.isBusy}
          isDisabled={Object.keys(asked).length === 0 || name.trim() === ''}
        >
          {words.save}
        </Button>
      </div>
    </form>
  )
}

interface DoorsProps extends Pick<Props, 'person' | 'deeds' | 'onLink' | 'onDone'> {
  readonly onDisable: () => void
  readonly onEnable: () => Promise<void>
}

function Doors({ person, deeds: { change, link, signOut }, onLink, onDone, onDisable, onEnable }: DoorsProps) {
  const words = useWords(WORDS)
  const isSelf = useSession().person.id === person.id
  const makeLink = async () => {
    const made = await link.do(person)
    if (made !== undefined) onLink(made)
  }
  const end = async () => {
    if ((await signOut?.do(person)) !== undefined) onDone(words.signedOut(person.name))
  }
  if (isSelf) return null
  if (person.state === 'disabled')
    return (
      <div className="row">
        <Button onPress={() => void onEnable()} isPending={change.isBusy}>
          {words.enable}
        </Button>
      </div>
    )
  return (
    <>
      <p className="muted small">{words.linkTold}</p>
      <div className="row">
        <Button onPress={() => void makeLink()} isPending={link.isBusy}>
          {words.link}
        </Button>
        {signOut !== null && person.state === 'active' && (
          <Button onPress={() => void end()} isPending={signOut.isBusy}>
            {words.signOut}
          </Button>
        )}
        <Button kind="danger" onPress={onDisable}>
          {words.disable}
        </Button>
      </div>
    </>
  )
}

function Disabling({ person, deeds: { change }, onDone, onClose }: Omit<Props, 'onLink'>) {
  const words = useWords(WORDS)
  const [reason, setReason] = useState('')
  const go = async () => {
    const why = reason.trim() === '' ? {} : { reason: reason.trim() }
    if ((await change.do(person, { state: 'disabled', ...why })) !== undefined) onDone(words.disabled(person.name))
  }
  return (
    <DeedDialog
      title={`${person.name}: ${words.disable}`}
      go={words.disable}
      kind="danger"
      act={change}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p>{words.disableTold}</p>
      <Field label={words.reason} help={words.reasonTold} maxLength={200} value={reason} onChange={setReason} />
    </DeedDialog>
  )
}
