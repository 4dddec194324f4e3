/**
 * `sandbox.json`: everything a script or a CI job needs to drive this gateway. It is there, whole, exactly as long as
 * the gateway serves, so that whoever waits for it can go on; readable by its owner alone.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { House } from './mode.ts'
import type { Practice } from './practice.ts'

export interface SandboxFacts extends Pick<House, 'apiUrl' | 'posUrl' | 'tcpUrls'> {
  readonly practice: Practice
}

export function writeSandboxFile(folder: string, { apiUrl, posUrl, tcpUrls, practice }: SandboxFacts): void {
  const file = {
    api_url: apiUrl,
    pos_url: posUrl,
    ...(tcpUrls.length === 0 ? {} : { pos_tcp: tcpUrls }),
    imp_key: practice.impKey,
    imp_secret: practice.impSecret,
    webhook_secret: practice.webhookSecret,
    channels: practice.channels.map(({ key, pg }) => ({ channel_key: key, pg })),
    network: practice.network,
    terminals: practice.terminals,
  }
  const draft = `${pathIn(folder)}.new`
  rmSync(draft, { force: true })
  writeFileSync(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, pathIn(folder))
}

/** Also what a killed process left behind: it names ports that are nobody's now. */
export function removeSandboxFile(folder: string): void {
  rmSync(pathIn(folder), { force: true })
}

function pathIn(folder: string): string {
  return join(folder, 'sandbox.json')
}
