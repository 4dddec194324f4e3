/** An entry at the desk and a report as they come to be, for tests that only show them. */
import type { CollectionNumber, Instant, Money, NetworkId, ReportId, SuspenseId } from '../core/brand.ts'
import { NO_ROWS, rowKey } from '../core/report.ts'
import type { SuspenseEntry } from '../core/suspense.ts'
import type { ReportView } from '../gateway/reports.ts'

const NETWORK = 'house' as NetworkId
const REPORT = 'rpt_1' as ReportId

export const SAMPLE_ENTRY: SuspenseEntry = {
  id: 'sus_1' as SuspenseId,
  network: NETWORK,
  row: rowKey(REPORT, 1),
  number: '81009999999999999999' as CollectionNumber,
  amount: 36_400 as Money,
  currency: 'KRW',
  direction: 'in',
  payType: 'cash',
  chain: '한빛편의점',
  outlet: '0001',
  outletName: '한빛편의점 1호점',
  till: '1',
  date: '20261122',
  takenAt: null,
  cause: 'number_unknown',
  paymentId: null,
  merchantId: null,
  openedAt: 0 as Instant,
  state: 'open',
  changedAt: 0 as Instant,
  note: null,
}

export const SAMPLE_REPORT: ReportView = {
  report: {
    id: REPORT,
    network: NETWORK,
    sender: { kind: 'chain', name: '한빛편의점' },
    fileId: 'day-1',
    seq: 1,
    date: '20261122',
    kind: '01',
    currency: 'KRW',
    sha256: '0'.repeat(64),
    count: 11,
    sum: 11_000,
    takenAt: 0 as Instant,
    ended: null,
  },
  progress: {
    state: 'done',
    counts: { ...NO_ROWS, matched: 7, shifted: 1, theirs_only: 2, duplicate: 1 },
    oursOnly: 4,
  },
}
