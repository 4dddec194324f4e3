/** A till that does as it is told with one payment: collects it, well or badly, gives the money back, or lets it expire. */
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAddress } from '../../address.ts'
import type { AdminRoutes, PlayAnswer, PracticeScripts } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { CancelShown, PlayShown } from './play-shown.tsx'
import { SANDBOX_WORDS } from './sandbox-words.ts'

type Misbehaviour = PracticeScripts['misbehaviours'][number]['name']
type Cancelled = AdminRoutes['practiseCancel']['answer']
const STRAIGHT = 'straight'

type Done =
  | { readonly what: 'played'; readonly play: PlayAnswer }
  | { readonly what: 'cancelled'; readonly cancel: Cancelled }
  | { readonly what: 'expired' }

export function PlayPanel({ misbehaviours }: Pick<PracticeScripts, 'misbehaviours'>) {
  const words = useWords(SANDBOX_WORDS)
  const [language] = useLanguage()
  /** Theirs, on a merchant's page; of all, the house's page asks whose. */
  const { merchant: own } = useParams({ strict: false })
  const merchants = useAsk('merchants', {}, { isOff: own !== undefined }).data?.rows ?? []
  const [address, change] = useAddress(['merchant', 'payment'])
  const merchant = own ?? address.merchant ?? merchants[0]?.['merchant'] ?? ''
  const payment = address.payment ?? ''
  const [how, setHow] = useState<Misbehaviour | typeof STRAIGHT>(STRAIGHT)
  const [payType, setPayType] = useState<'cash' | 'card'>('cash')
  const [done, setDone] = useState<Done | null>(null)
  const acts = { pay: useAct('practisePay'), cancel: useAct('practiseCancel'), expire: useAct('practiseExpiry') }
  const isBusy = Object.values(acts).some((act) => act.isBusy)
  const path = { merchant, imp_uid: payment.trim() }
  const told = async (deed: () => Promise<Done | undefined>) => {
    for (const act of Object.values(acts)) act.forget()
    setDone(null)
    setDone((await deed()) ?? null)
  }
  const pay = async (): Promise<Done | undefined> => {
    const body = { pay_type: payType, ...(how === STRAIGHT ? {} : { misbehave: how }) }
    const play = await acts.pay.do({ path, body })
    return play && { what: 'played', play }
  }
  const cancel = async (): Promise<Done | undefined> => {
    const answer = await acts.cancel.do({ path, body: {} })
    return answer && { what: 'cancelled', cancel: answer }
  }
  const expire = async (): Promise<Done | undefined> => {
    return (await acts.expire.do({ path })) && { what: 'expired' }
  }
  const isReady = merchant !== '' && path.imp_uid !== '' && !isBusy
  return (
    <section className="panel" aria-label={words.play}>
      <h2>{words.play}</h2>
      <p className="muted small">{words.playAbout}</p>
      <div className="sieve">
        {own === undefined && (
          <Pick
            label={words.merchant}
            choices={merchants.map(({ merchant: value = '', name = '' }) => ({ value, words: name }))}
            value={merchant}
            onChange={(chosen) => change({ merchant: chosen })}
          />
        )}
        <Field
          label={words.impUid}
          placeholder={words.impUidHelp}
          value={payment}
          onChange={(text) => change({ payment: text }, { replace: true })}
        />
        <Pick
          label={words.payType}
          choices={[
            { value: 'cash', words: words.payTypeOf.cash },
            { value: 'card', words: words.payTypeOf.card },
          ]}
          value={payType}
          onChange={setPayType}
        />
      </div>
      <Pick
        label={words.how}
        choices={[
          { value: STRAIGHT, words: words.straight },
          ...misbehaviours.map((each) => ({ value: each.name, words: each.words[language] })),
        ]}
        value={how}
        onChange={setHow}
      />
      <div className="row">
        <Button kind="main" isPending={acts.pay.isBusy} isDisabled={!isReady} onPress={() => void told(pay)}>
          {words.go}
        </Button>
        <Button isPending={acts.cancel.isBusy} isDisabled={!isReady} onPress={() => void told(cancel)}>
          {words.cancel}
        </Button>
        <Button isPending={acts.expire.isBusy} isDisabled={!isReady} onPress={() => void told(expire)}>
          {words.expire}
        </Button>
      </div>
      {Object.entries(acts).map(([name, act]) => (
        <Refused key={name} by={act.problem} />
      ))}
      <div role="status">
        {done?.what === 'played' && <PlayShown play={done.play} />}
        {done?.what === 'cancelled' && <CancelShown cancel={done.cancel} />}
        {done?.what === 'expired' && <p className="said">{words.expired}</p>}
      </div>
    </section>
  )
}
