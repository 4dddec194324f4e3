import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'

export interface Choice<Value extends string> {
  readonly value: Value
  readonly words: string
}

interface Props<Value extends string> {
  readonly label: string
  readonly choices: readonly Choice<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
}

/** One of a few. */
export function Pick<Value extends string>({ label, choices, value, onChange }: Props<Value>) {
  return (
    <Select
      className="field"
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = choices.find((choice) => choice.value === key)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    >
      <Label>{label}</Label>
      <Button className="pick">
        <SelectValue />
      </Button>
      <Popover className="choices">
        <ListBox items={choices.map((choice) => ({ ...choice, id: choice.value }))}>
          {({ id, words }) => (
            <ListBoxItem id={id} className="choice">
              {words}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}
