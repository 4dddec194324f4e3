/**
 * Many shops and tills at once, from the rows of a file: every row is looked at and every wrong one named, so that a file
 * is mended in one go; and all of it is taken, or none, so that nobody has to find out how far it came.
 */
import type { NetworkId } from '../core/brand.ts'
import { newTill, type Outlet, openOutlet } from '../core/network.ts'
import type { Directory, DirectoryEntry } from '../storage/storage.ts'
import { SettingRefused, type SettingWords } from './setting-refused.ts'
import { chainsOf, networkIn, newSecret, type StoreDeskDeps } from './store-desk.ts'

export const SHOP_COLUMNS = ['outlet', 'outlet_name', 'chain', 'till'] as const
export type ShopColumn = (typeof SHOP_COLUMNS)[number]

/** More are taken as several files: tills wait while one is written. */
export const SHOP_ROWS_MAX = 5000

export const OUTLET_CHARACTERS_MAX = 7
export const TILL_CHARACTERS_MAX = 6
const NAME_CHARACTERS_MAX = 40

/** A row of the file; `cells` is null where it has not as many as there are columns. */
export interface ShopRow {
  readonly line: number
  readonly cells: Readonly<Record<ShopColumn, string>> | null
}

export interface ShopProblem {
  readonly line: number
  readonly says: SettingWords
}

/** What taking the file would do. */
export interface ShopPlan {
  readonly problems: readonly ShopProblem[]
  readonly outlets: readonly Outlet[]
  readonly tills: readonly { readonly outlet: string; readonly till: string }[]
  /** That no shop of the network had before: it may be a slip of the pen. */
  readonly newChains: readonly string[]
}

export interface NewTill {
  readonly terminal: string
  readonly secret: string
}

export function planShops(directory: Directory, network: string, rows: readonly ShopRow[]): ShopPlan {
  const { id } = networkIn(directory, network)
  if (rows.length === 0) throw new SettingRefused({ ko: '파일에 행이 없습니다.', en: 'the file has no rows' })
  if (rows.length > SHOP_ROWS_MAX)
    throw new SettingRefused({
      ko: `파일은 최대 ${SHOP_ROWS_MAX}행입니다. 나누어 주세요.`,
      en: `a file has at most ${SHOP_ROWS_MAX} rows; split it`,
    })
  const problems: ShopProblem[] = []
  const outlets = new Map<string, Outlet>()
  const tills = new Map<string, { readonly outlet: string; readonly till: string }>()
  for (const { line, cells } of rows) {
    const says = cells === null ? WRONG_WIDTH : rowProblem(cells, id, directory, outlets, tills)
    if (says !== undefined || cells === null) problems.push({ line, says: says ?? WRONG_WIDTH })
    else {
      const { outlet, till } = cells
      outlets.set(outlet, outlets.get(outlet) ?? shopOf(cells, id, directory))
      tills.set(`${outlet}/${till}`, { outlet, till })
    }
  }
  const known = chainsOf(directory, network)
  const newChains = new Set([...outlets.values()].map(({ chain }) => chain).filter((chain) => !known.has(chain)))
  return { problems, outlets: [...outlets.values()], tills: [...tills.values()], newChains: [...newChains] }
}

/** All of it, or nothing where a row is wrong. */
export async function importShops(
  { directory, seal, random }: StoreDeskDeps,
  network: string,
  rows: readonly ShopRow[],
): Promise<readonly NewTill[]> {
  const now = await directory.latest()
  const { problems, outlets, tills } = planShops(now, network, rows)
  if (problems.length > 0) throw new SettingRefused(problemWords(problems))
  const { id } = networkIn(now, network)
  const made = tills.map(({ outlet, till }) => ({ outlet, till, secret: newSecret(random) }))
  await directory.put([
    ...outlets.map((entry): DirectoryEntry => ({ kind: 'outlet', entry })),
    ...made.map(({ outlet, till, secret }): DirectoryEntry => {
      return { kind: 'till', entry: newTill({ network: id, outlet, id: till, secret: seal(secret) }) }
    }),
  ])
  return made.map(({ outlet, till, secret }) => ({ terminal: `${network}/${outlet}/${till}`, secret }))
}

const PROBLEMS_SHOWN_MAX = 20

function problemWords(problems: readonly ShopProblem[]): SettingWords {
  const shown = problems.slice(0, PROBLEMS_SHOWN_MAX)
  const more = problems.length - shown.length
  const ko = shown.map(({ line, says }) => `${line}행: ${says.ko}`)
  const en = shown.map(({ line, says }) => `line ${line}: ${says.en}`)
  return {
    ko: `아무것도 등록하지 않았습니다. ${[...ko, ...(more > 0 ? [`그 밖에 ${more}건`] : [])].join('; ')}`,
    en: `nothing was taken. ${[...en, ...(more > 0 ? [`and ${more} more`] : [])].join('; ')}`,
  }
}

const WRONG_WIDTH: SettingWords = {
  ko: '칸 수가 첫 행과 다릅니다. 쉼표가 든 값은 따옴표로 감싸 주세요.',
  en: 'has not as many cells as the first line; put a value that holds a comma in quotes',
}

type Cells = Readonly<Record<ShopColumn, string>>

/** Undefined where all is well. */
function rowProblem(
  cells: Cells,
  network: NetworkId,
  directory: Directory,
  outlets: ReadonlyMap<string, Outlet>,
  tills: ReadonlyMap<string, unknown>,
): SettingWords | undefined {
  const { outlet, till } = cells
  if (!isIdentifier(outlet, OUTLET_CHARACTERS_MAX)) return identifierSays('outlet', outlet, OUTLET_CHARACTERS_MAX)
  if (!isIdentifier(till, TILL_CHARACTERS_MAX)) return identifierSays('till', till, TILL_CHARACTERS_MAX)
  if (directory.tills.has(`${network}/${outlet}/${till}`))
    return {
      ko: `계산대 ${network}/${outlet}/${till}은(는) 이미 있습니다.`,
      en: `till ${network}/${outlet}/${till} exists`,
    }
  if (tills.has(`${outlet}/${till}`))
    return {
      ko: `계산대 ${outlet}/${till}이(가) 파일에 두 번 있습니다.`,
      en: `till ${outlet}/${till} stands in the file twice`,
    }
  const known = outlets.get(outlet) ?? directory.outlets.get(`${network}/${outlet}`)
  return nameProblem('outlet_name', cells, known?.name) ?? nameProblem('chain', cells, known?.chain)
}

/** A shop that is known may leave its name out, and has no other. */
function nameProblem(
  column: 'outlet_name' | 'chain',
  cells: Cells,
  known: string | undefined,
): SettingWords | undefined {
  const { outlet, [column]: name } = cells
  if (name === '') {
    if (known !== undefined) return undefined
    return {
      ko: `${column}이(가) 없습니다. 점포 ${outlet}은(는) 아직 없는 점포입니다.`,
      en: `${column} is missing, and there is no shop ${outlet} yet`,
    }
  }
  if (known !== undefined && name !== known)
    return {
      ko: `${column} ${name}: 점포 ${outlet}은(는) ${known}(으)로 등록되어 있습니다.`,
      en: `${column} ${name}: shop ${outlet} is known with ${known}`,
    }
  if (isShownName(name)) return undefined
  return {
    ko: `${column}은(는) ${NAME_CHARACTERS_MAX}자 이하의 한 줄이어야 합니다.`,
    en: `${column} is 1 to ${NAME_CHARACTERS_MAX} characters, in one line`,
  }
}

function shopOf({ outlet, outlet_name, chain }: Cells, network: NetworkId, { outlets }: Directory): Outlet {
  return outlets.get(`${network}/${outlet}`) ?? openOutlet({ network, id: outlet, chain, name: outlet_name })
}

export function isIdentifier(text: string, charactersMax: number): boolean {
  return /^[A-Za-z0-9_-]+$/.test(text) && text.length <= charactersMax
}

function identifierSays(column: ShopColumn, text: string, charactersMax: number): SettingWords {
  return {
    ko: `${column} ${text}: 영문·숫자·_·-로 ${charactersMax}자 이하여야 합니다.`,
    en: `${column} ${text}: it is 1 to ${charactersMax} letters, digits, _ or -`,
  }
}

/** As it stands on pages and slips: one line. */
function isShownName(text: string): boolean {
  return text.trim() !== '' && /^[^\p{C}\p{Zl}\p{Zp}]+$/u.test(text) && [...text].length <= NAME_CHARACTERS_MAX
}
