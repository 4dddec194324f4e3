/**
 * A till without a driver: a person stands at it, does what the exam says, and says what was seen. One line an answer.
 */
import {
  type CancelSeen,
  type CountSeen,
  type SaleSeen,
  SKILLS,
  type Skill,
  TillCannot,
  type TillDriver,
  TillGone,
} from './driver.ts'
import { HAND_WORDS, type HandWords } from './hand-words.ts'

export interface HandDriverOptions {
  readonly language: 'ko' | 'en'
  readonly say: (line: string) => void
  /** What the person types. */
  readonly lines: AsyncIterable<string>
}

export function createHandDriver({ language, say, lines }: HandDriverOptions): TillDriver {
  const words = HAND_WORDS[language]
  const { ask, end } = createQuestions(lines, say)
  return {
    name: words.name,
    speed: 1,
    renews: false,
    async begin({ url, terminal, secret }) {
      await ask(words.begin(url, terminal, secret))
      return readSkills(ask, words)
    },
    async sale(deed, notice) {
      say(words.sale(deed))
      if (notice === 'prices')
        return {
          ...NOTHING_SEEN,
          shown: await readShown(ask, words),
          result: await readChoice(ask, words.end, ENDS, words),
        }
      const result = await readChoice(ask, words.end, ENDS, words)
      return { ...NOTHING_SEEN, result, printed: notice === 'slip' ? await readSlip(ask, words) : null }
    },
    async cancel({ number, reason }) {
      say(words.cancel(number, reason))
      return { result: await readChoice(ask, words.cancelEnd, CANCEL_ENDS, words) }
    },
    async day(deed) {
      say(words.day[deed])
      return { done: await readChoice(ask, words.done, DONE, words) }
    },
    async count(): Promise<CountSeen> {
      return { drawer: await readMoney(ask, words.count), open: 0 }
    },
    async cutPower() {
      await ask(words.cut)
    },
    async restorePower() {
      await ask(words.restore)
    },
    end,
  }
}

const NOTHING_SEEN = { shown: null, printed: null } as const

type Ask = (question: string) => Promise<string>

const ENDS: Readonly<Record<string, SaleSeen['result']>> = {
  c: 'collected',
  p: 'paid_out',
  r: 'refused',
  u: 'unknown',
}

const CANCEL_ENDS: Readonly<Record<string, CancelSeen['result']>> = { c: 'cancelled', r: 'refused', u: 'unknown' }
const DONE: Readonly<Record<string, boolean>> = { y: true, n: false }

async function readChoice<Choice>(
  ask: Ask,
  question: string,
  choices: Readonly<Record<string, Choice>>,
  { cannot }: HandWords,
): Promise<Choice> {
  for (;;) {
    const typed = (await ask(question)).toLowerCase()
    if (typed === 'x') throw new TillCannot(cannot)
    const choice = choices[typed]
    if (choice !== undefined) return choice
  }
}

const SKILL_KEYS: Readonly<Record<Skill, string>> = { complete: 'f', cancel: 'c', open: 'o', close: 'e', report: 'r' }

/** A letter each, in any order; none where nothing is typed. */
async function readSkills(ask: Ask, words: HandWords): Promise<readonly Skill[]> {
  for (;;) {
    const typed = new Set((await ask(words.skills)).toLowerCase().replace(/[\s,]/g, ''))
    const skills = SKILLS.filter((skill) => typed.has(SKILL_KEYS[skill]))
    if (skills.length === typed.size) return skills
  }
}

async function readShown(ask: Ask, words: HandWords): Promise<SaleSeen['shown']> {
  const merchant = await ask(words.merchant)
  const name = await ask(words.goods)
  return { merchant, name, amount: await readMoney(ask, words.amount) }
}

/** Up to an empty line. */
async function readSlip(ask: Ask, words: HandWords): Promise<string[] | null> {
  const printed: string[] = []
  for (let line = await ask(words.slip); line !== ''; line = await ask('')) printed.push(line)
  return printed.length === 0 ? null : printed
}

async function readMoney(ask: Ask, question: string): Promise<number> {
  for (;;) {
    const typed = (await ask(question)).replace(/[\s,]/g, '')
    if (/^-?\d{1,12}$/.test(typed)) return Number(typed)
  }
}

interface Questions {
  readonly ask: Ask
  readonly end: () => Promise<void>
}

/** A new question takes the place of one that is open: the power is cut while somebody waits for the end of a sale. */
function createQuestions(lines: AsyncIterable<string>, say: (line: string) => void): Questions {
  const typed = lines[Symbol.asyncIterator]()
  let coming: Promise<IteratorResult<string>> | undefined
  let giveUp: (() => void) | undefined
  async function ask(question: string): Promise<string> {
    giveUp?.()
    if (question !== '') say(question)
    const { promise: outdone, reject } = Promise.withResolvers<never>()
    giveUp = () => reject(new TillGone('the power was cut'))
    coming ??= typed.next()
    const line = await Promise.race([coming, outdone])
    coming = undefined
    giveUp = undefined
    if (line.done) throw new TillGone('the input ended')
    return line.value.trim()
  }
  return {
    ask,
    async end() {
      await typed.return?.()
    },
  }
}
