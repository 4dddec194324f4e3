/** Joins what watches to what tells the operator, over a client of its own: alarms outlive the calls to merchants. */
import { hostname } from 'node:os'
import { createAlarms } from '../outbound/alarms.ts'
import { createGuardedClient } from '../outbound/guarded-client.ts'
import type { UrlRules } from '../outbound/url-rules.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { createAlarmWatch } from './alarm-watch.ts'
import type { Config } from './config.ts'
import { watchDisk } from './disk-watch.ts'
import type { ReportFault } from './fault-log.ts'
import type { Happenings } from './happenings.ts'
import { after, repeatWith, spaceOf } from './machine.ts'

export interface AlarmOptions {
  readonly config: Config
  readonly version: string
  readonly urlRules: UrlRules
  readonly happenings: Happenings
  readonly reportFault: ReportFault
}

/** Returns the way to stop; what is not sent by then goes to the log. */
export function startAlarms(options: AlarmOptions): () => Promise<void> {
  const { config, version, urlRules, happenings, reportFault } = options
  const { alarmUrl, language, databaseUrl, dataFolder } = config
  const { mono } = SYSTEM_CLOCKS
  const client = createGuardedClient({ rules: urlRules, version })
  const receiver = alarmUrl === null ? null : { client, url: alarmUrl, from: hostname(), language }
  const { raise, stop } = createAlarms({ receiver, mono, after, observe: happenings.observe })
  const stopWatching = happenings.watch(createAlarmWatch({ raise, mono }))
  // On PostgreSQL the data is on another machine's disk.
  const stopLooking =
    databaseUrl === null
      ? watchDisk({ folder: dataFolder, spaceOf, raise, repeat: repeatWith(reportFault) })
      : async () => {}
  return async () => {
    stopWatching()
    await stopLooking()
    await Promise.all([stop(), client.close()])
  }
}
