/** Networks by command: how each works, what it takes, and when it serves. */
import type { Money, NetworkId } from '../core/brand.ts'
import { type Calendar, hoursText, momentText, timeText } from '../core/calendar.ts'
import { PAY_TYPES, type PayType } from '../core/merchant.ts'
import {
  type Limits,
  type Network,
  NOTIFY_ON,
  type NotifyOn,
  PHASES,
  type Phases,
  plainNetwork,
} from '../core/network.ts'
import { cutOffOf, holidayOf, hoursOf, maintenanceOf, readCalendar } from '../gateway/calendar-text.ts'
import { createStoreDesk, networkIn } from '../gateway/store-desk.ts'
import {
  fileIn,
  identifier,
  type Options,
  oneOf,
  type Row,
  type Shown,
  storeDeskDeps,
  type Verb,
  type VerbDeps,
  VerbError,
  wholeNumber,
} from './verb-options.ts'

export const NETWORK_VERBS = {
  'network-add': { takes: ['network!', 'prefix!', 'phases', 'notify-on'], run: addNetwork },
  'network-set': {
    takes: ['network!', 'chain', 'phases', 'notify-on', 'pay-types', 'amount-max'],
    run: setNetwork,
  },
  'network-calendar': {
    takes: [
      'network!',
      'chain',
      'cut-off',
      'hours',
      'holiday',
      'maintenance-from',
      'maintenance-until',
      'maintenance-reason',
      'maintenance-drop',
      'file',
      'dry-run?',
    ],
    run: setCalendar,
  },
  'network-list': { takes: [], run: listNetworks },
} as const satisfies Readonly<Record<string, Verb>>

const NETWORK_CHARACTERS_MAX = 20

async function addNetwork(options: Options, { directory }: VerbDeps): Promise<Shown> {
  const { networks } = await directory.latest()
  const id = identifier(options, 'network', NETWORK_CHARACTERS_MAX) as NetworkId
  if (networks.has(id))
    throw new VerbError({ ko: `--network ${id}: 이미 있는 수납망입니다.`, en: `--network ${id} exists` })
  const prefix = options['prefix'] ?? ''
  if (!/^\d{4}$/.test(prefix))
    throw new VerbError({
      ko: `--prefix ${prefix}: 수납번호의 앞 네 자리 숫자여야 합니다.`,
      en: `--prefix ${prefix}: it is the first 4 digits of its numbers`,
    })
  const other = [...networks.values()].find((network) => network.prefix === prefix)
  if (other !== undefined)
    throw new VerbError({
      ko: `--prefix ${prefix}: 수납망 ${other.id}의 것입니다.`,
      en: `--prefix ${prefix} is that of network ${other.id}`,
    })
  const network = { ...plainNetwork(id, prefix), ...phasesIn(options, plainNetwork(id, prefix)) }
  await directory.put([{ kind: 'network', entry: network }])
  return describeNetwork(network)
}

async function listNetworks(_options: Options, { directory }: VerbDeps): Promise<Shown> {
  return [...directory.current().networks.values()].map(describeNetwork)
}

async function setNetwork(options: Options, deps: VerbDeps): Promise<Shown> {
  const desk = createStoreDesk(storeDeskDeps(deps))
  const { network: id = '', chain = null } = options
  const phases = phasesIn(options, networkIn(await deps.directory.latest(), id))
  const limits = limitsIn(options)
  if (chain !== null && (options['phases'] ?? options['notify-on']) !== undefined)
    throw new VerbError({
      ko: '--phases와 --notify-on은 수납망 전체의 것입니다. --chain 없이 정해 주세요.',
      en: '--phases and --notify-on are of the whole network; leave --chain out',
    })
  if (chain === null) await desk.setNetwork(id, phases)
  return describeNetwork(await desk.setLimits(id, chain, limits))
}

/** The whole calendar from a file, or one thing of it by option; a dry run shows what it would be. */
async function setCalendar(options: Options, deps: VerbDeps): Promise<Shown> {
  const { network: id = '', chain } = options
  const { calendar } = networkIn(await deps.directory.latest(), id)
  const file = fileIn(options)
  if (file !== undefined && CHANGES.some((name) => options[name] !== undefined))
    throw new VerbError({
      ko: '--file은 달력 전체입니다. 다른 항목 없이 보내 주세요.',
      en: '--file holds the whole calendar; give it alone',
    })
  const changed =
    file === undefined ? changedBy(options, calendar, chain) : readCalendar(new TextDecoder().decode(file))
  const isDry = options['dry-run'] !== undefined
  if (!isDry && changed !== calendar) await createStoreDesk(storeDeskDeps(deps)).setCalendar(id, changed)
  return describeCalendar(id, changed, isDry)
}

const CHANGES = [
  'chain',
  'cut-off',
  'hours',
  'holiday',
  'maintenance-from',
  'maintenance-until',
  'maintenance-reason',
  'maintenance-drop',
]
/** Takes a chain's own hours, or a date's, away. */
const USUAL = 'usual'

function changedBy(options: Options, calendar: Calendar, chain: string | undefined): Calendar {
  const { 'cut-off': cutOff, hours, holiday, 'maintenance-drop': dropped } = options
  const [from, until, reason] = ['from', 'until', 'reason'].map((part) => options[`maintenance-${part}`])
  const isWork = (from ?? until ?? reason) !== undefined
  if (chain !== undefined && (cutOff !== undefined || isWork || dropped !== undefined))
    throw new VerbError({
      ko: '마감 시각과 점검은 수납망 전체의 것입니다. --chain 없이 정해 주세요.',
      en: 'cut-off and maintenance are of the whole network; leave --chain out',
    })
  if (chain !== undefined && hours === USUAL) return withoutChain(calendar, chain)
  const opening = (chain === undefined ? undefined : calendar.chains[chain]) ?? calendar
  const own = {
    hours: hours === undefined ? opening.hours : hoursOf(hours, '--hours'),
    holidays: holiday === undefined ? opening.holidays : withHoliday(opening.holidays, holiday),
  }
  if (chain !== undefined) {
    const isChange = (hours ?? holiday) !== undefined
    return isChange ? { ...calendar, chains: { ...calendar.chains, [chain]: own } } : calendar
  }
  if ((cutOff ?? hours ?? holiday ?? dropped) === undefined && !isWork) return calendar
  const standing = dropped === undefined ? calendar.maintenance : withoutWork(calendar.maintenance, dropped)
  return {
    ...calendar,
    ...own,
    cutOff: cutOff === undefined ? calendar.cutOff : cutOffOf(cutOff),
    maintenance: isWork ? [...standing, maintenanceOf(from, until, reason)] : standing,
  }
}

/** `20270101=closed`, `20270207=10:00-18:00`, or `20270101=usual`, which takes it away. */
function withHoliday(holidays: Calendar['holidays'], given: string): Calendar['holidays'] {
  const [date = '', ...rest] = given.split('=')
  const others = holidays.filter((holiday) => holiday.date !== date)
  const text = rest.join('=')
  if (text !== USUAL) return [...others, holidayOf(date, text)]
  if (others.length === holidays.length)
    throw new VerbError({
      ko: `--holiday ${given}: 이 날짜에는 정해 둔 휴무일이 없습니다.`,
      en: `--holiday ${given}: there is none on this date`,
    })
  return others
}

/** From now on it has the network's hours and holidays. */
function withoutChain(calendar: Calendar, chain: string): Calendar {
  if (!Object.hasOwn(calendar.chains, chain))
    throw new VerbError({
      ko: `--chain ${chain}: 이 체인이 따로 정해 둔 영업시간이 없습니다.`,
      en: `--chain ${chain}: it has no hours of its own`,
    })
  const { [chain]: _own, ...chains } = calendar.chains
  return { ...calendar, chains }
}

/** The one that begins then. */
function withoutWork(maintenance: Calendar['maintenance'], from: string): Calendar['maintenance'] {
  const others = maintenance.filter((work) => momentText(work.from) !== from)
  if (others.length === maintenance.length)
    throw new VerbError({
      ko: `--maintenance-drop ${from}: 그때 시작하는 점검이 없습니다. "20261201 03:00"처럼 적어 주세요.`,
      en: `--maintenance-drop ${from}: none begins then; written like "20261201 03:00"`,
    })
  return others
}

function phasesIn(options: Options, { phases, notifyOn }: Network): Pick<Network, 'phases' | 'notifyOn'> {
  const chosen = {
    phases: oneOf<Phases>(options, 'phases', PHASES) ?? phases,
    notifyOn: oneOf<NotifyOn>(options, 'notify-on', NOTIFY_ON) ?? notifyOn,
  }
  if (chosen.phases === 'one' && chosen.notifyOn === 'complete')
    throw new VerbError({
      ko: '--notify-on complete: 두 단계로 수납하는 수납망에만 확정이 있습니다.',
      en: '--notify-on complete: only a network of two phases completes a collect',
    })
  return chosen
}

function limitsIn(options: Options): Partial<Limits> {
  const types = options['pay-types']?.split(',')
  const payTypes = PAY_TYPES.filter((type) => types?.includes(type))
  if (types !== undefined && (payTypes.length !== types.length || payTypes.length === 0))
    throw new VerbError({
      ko: `--pay-types ${types.join(',')}: ${PAY_TYPES.join(',')} 가운데서 골라 주세요.`,
      en: `--pay-types ${types.join(',')}: some of ${PAY_TYPES.join(',')}`,
    })
  const most = options['amount-max'] === 'none' ? null : wholeNumber(options, 'amount-max', 1, Number.MAX_SAFE_INTEGER)
  return {
    ...(types === undefined ? {} : { payTypes: payTypes satisfies readonly PayType[] }),
    ...(most === undefined ? {} : { amountMax: most as Money | null }),
  }
}

function describeNetwork({ id, prefix, phases, notifyOn, calendar, limits, suspendedChains }: Network): Row {
  const chains = Object.entries(limits.chains).map(([name, own]) => [`limits of ${name}`, limitsText(own)] as const)
  const suspended = Object.entries(suspendedChains).map(([name, reason]) => [`suspended: ${name}`, reason] as const)
  return {
    network: id,
    prefix,
    phases,
    notify_on: notifyOn,
    cut_off: timeText(calendar.cutOff),
    hours: hoursText(calendar.hours),
    limits: limitsText(limits),
    ...Object.fromEntries([...chains, ...suspended]),
  }
}

function limitsText({ payTypes, amountMax }: Limits): string {
  return `${payTypes.join(',')}, ${amountMax === null ? 'any amount' : `${amountMax} won at most`}`
}

function describeCalendar(id: string, calendar: Calendar, isDry: boolean): Shown {
  const { cutOff, maintenance, chains, ...opening } = calendar
  const works = maintenance.map(
    ({ from, until, reason }, no) =>
      [`maintenance ${no + 1}`, `${momentText(from)} - ${momentText(until)} ${reason}`] as const,
  )
  return [
    {
      network: id,
      cut_off: timeText(cutOff),
      ...openingRow(opening),
      ...Object.fromEntries(works),
      ...(isDry ? { dry_run: 'nothing was changed' } : {}),
    },
    ...Object.entries(chains).map(([chain, own]) => ({ chain, ...openingRow(own) })),
  ]
}

function openingRow({ hours, holidays }: Pick<Calendar, 'hours' | 'holidays'>): Row {
  const dates = holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1))
  const texts = dates.map(({ date, hours: own }) => `${date}=${own === null ? 'closed' : hoursText(own)}`)
  return { hours: hoursText(hours), holidays: texts.join(' ') || '-' }
}
