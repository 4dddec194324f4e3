/** Who may sign in, and what can be done about each: of a merchant, and above merchants. */
import { useState } from 'react'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Head } from '../../parts/head.tsx'
import { ROLE_WORDS } from '../../parts/role-words.ts'
import { Said } from '../../parts/said.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { Empty } from '../../parts/states.tsx'
import { useSession } from '../../session.tsx'
import { InvitePerson } from './invite-person.tsx'
import type { PeopleDeeds, Person, PersonWithLink } from './people-deeds.ts'
import { PersonDialog } from './person-dialog.tsx'
import { PersonState } from './person-state.tsx'

export interface PeopleWords {
  readonly title: string
  readonly told: string
  readonly invite: string
  readonly none: string
}

interface DeskWords {
  readonly name: string
  readonly you: string
  readonly email: string
  readonly role: string
  readonly state: string
  readonly factor: string
  readonly on: string
  readonly off: string
  readonly manage: string
  readonly manageWhom: (name: string) => string
  readonly linkOf: (name: string) => string
  readonly link: string
  readonly hand: string
}

const WORDS: InBoth<DeskWords> = {
  ko: {
    name: '이름',
    you: '나',
    email: '이메일',
    role: '역할',
    state: '상태',
    factor: '2단계 인증',
    on: '켜짐',
    off: '꺼짐',
    manage: '관리',
    manageWhom: (name) => `${name} 관리`,
    linkOf: (name) => `${name} 님에게 줄 일회용 링크`,
    link: '링크',
    hand: '본인만 읽는 곳(개인 메신저, 직접 건네기)으로 전해 주세요. 이 링크를 먼저 여는 사람이 그 사람이 됩니다. 72시간 안에 한 번 쓸 수 있고, 앞서 만든 링크는 이제 쓸 수 없습니다.',
  },
  en: {
    name: 'Name',
    you: 'you',
    email: 'E-mail',
    role: 'Role',
    state: 'State',
    factor: 'Second factor',
    on: 'on',
    off: 'off',
    manage: 'Manage',
    manageWhom: (name) => `Manage ${name}`,
    linkOf: (name) => `One-time link for ${name}`,
    link: 'Link',
    hand: 'Hand it over where nobody else reads it. Whoever opens it first is that person to us. It works once, within 72 hours; a link made before it works no more.',
  },
}

interface Props {
  readonly words: PeopleWords
  readonly deeds: PeopleDeeds
}

export function PeopleDesk({ words: { title, told, invite, none }, deeds }: Props) {
  const [isInviting, setInviting] = useState(false)
  const [managed, setManaged] = useState<string | null>(null)
  const [linked, setLinked] = useState<PersonWithLink | null>(null)
  const [said, setSaid] = useState('')
  const begin = (open: () => void) => {
    setSaid('')
    open()
  }
  const showLink = (made: PersonWithLink) => {
    setInviting(false)
    setManaged(null)
    setLinked(made)
  }
  const inviteButton = deeds.roles.length > 0 && (
    <Button kind="main" onPress={() => begin(() => setInviting(true))}>
      {invite}
    </Button>
  )
  return (
    <>
      <Head title={title}>{inviteButton}</Head>
      <p className="muted">{told}</p>
      <Said>{said}</Said>
      <Asked of={deeds.list}>
        {({ people }) => (
          <>
            {people.length === 0 ? (
              <Empty>{none}</Empty>
            ) : (
              <People caption={title} people={people} deeds={deeds} onManage={(id) => begin(() => setManaged(id))} />
            )}
            {people
              .filter(({ id }) => id === managed)
              .map((person) => (
                <PersonDialog
                  key={person.id}
                  person={person}
                  deeds={deeds}
                  onLink={showLink}
                  onDone={(done) => {
                    setManaged(null)
                    setSaid(done)
                  }}
                  onClose={() => setManaged(null)}
                />
              ))}
          </>
        )}
      </Asked>
      {isInviting && <InvitePerson title={invite} deeds={deeds} onLink={showLink} onClose={() => setInviting(false)} />}
      {linked !== null && <LinkShown made={linked} onClose={() => setLinked(null)} />}
    </>
  )
}

function LinkShown({
  made: { person, link },
  onClose,
}: {
  readonly made: PersonWithLink
  readonly onClose: () => void
}) {
  const words = useWords(WORDS)
  return (
    <ShownOnce title={words.linkOf(person.name)} values={[[words.link, link]]} onClose={onClose}>
      {words.hand}
    </ShownOnce>
  )
}

interface PeopleProps {
  readonly caption: string
  readonly people: readonly Person[]
  readonly deeds: PeopleDeeds
  readonly onManage: (id: string) => void
}

function People({ caption, people, deeds: { roles }, onManage }: PeopleProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const { person: me } = useSession()
  const columns: readonly Column<Person>[] = [
    {
      name: words.name,
      cell: ({ id, name }) => (
        <span>
          {name} {id === me.id && <span className="muted small">({words.you})</span>}
        </span>
      ),
    },
    { name: words.email, cell: ({ email }) => email },
    { name: words.role, cell: ({ role }) => ROLE_WORDS[language][role] },
    { name: words.state, cell: (person) => <PersonState person={person} /> },
    { name: words.factor, cell: ({ second_factor }) => (second_factor ? words.on : words.off) },
  ]
  const manage: Column<Person> = {
    name: words.manage,
    cell: ({ id, name, role }) =>
      roles.includes(role) && (
        <Button aria-label={words.manageWhom(name)} onPress={() => onManage(id)}>
          {words.manage}
        </Button>
      ),
  }
  return (
    <Sheet
      caption={caption}
      columns={roles.length === 0 ? columns : [...columns, manage]}
      rows={people}
      keyOf={({ id }) => id}
    />
  )
}
