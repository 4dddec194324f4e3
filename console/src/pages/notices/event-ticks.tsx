import { type InBoth, useWords } from '../../language.tsx'
import { Tick } from '../../parts/tick.tsx'
import { EVENT_GROUPS, type EventName } from './endpoint-words.ts'
import { useEventWords } from './notice-state.tsx'

const WORDS: InBoth<{ readonly events: string }> = { ko: { events: '받을 이벤트' }, en: { events: 'Events' } }

interface Props {
  readonly value: readonly EventName[]
  readonly onChange: (events: readonly EventName[]) => void
}

/** Which events an address hears, those of one matter together. */
export function EventTicks({ value, onChange }: Props) {
  const words = useWords(WORDS)
  const names = useEventWords()
  const turn = (event: EventName, isOn: boolean) =>
    onChange(EVENT_GROUPS.flat().filter((each) => (each === event ? isOn : value.includes(each))))
  return (
    <fieldset className="events">
      <legend>{words.events}</legend>
      {EVENT_GROUPS.map((group) => (
        <div key={group[0]}>
          {group.map((event) => (
            <Tick key={event} isSelected={value.includes(event)} onChange={(isOn) => turn(event, isOn)}>
              {names[event]} <span className="code muted small">{event}</span>
            </Tick>
          ))}
        </div>
      ))}
    </fieldset>
  )
}
