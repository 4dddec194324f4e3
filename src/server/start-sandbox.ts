/**
 * The sandbox around a gateway: the practice seller, shops and tills in its directory, their pages and the test API on
 * its listener, values that make an outcome, and `sandbox.json` for whoever drives it.
 */
import type { FastifyInstance } from 'fastify'
import { registerSandbox } from './build-sandbox.ts'
import type { Config } from './config.ts'
import { type ExampleSale, sellExample } from './example-sale.ts'
import { after } from './machine.ts'
import { createMagicIssue } from './magic-issue.ts'
import type { House, Mode, ModeFront } from './mode.ts'
import { type Practice, practiceEntries, practiceOf } from './practice.ts'
import { createPracticeBank } from './practice-bank.ts'
import { createPracticeIssuer } from './practice-issuer.ts'
import { practiceScripts } from './practice-scripts.ts'
import { removeSandboxFile, writeSandboxFile } from './sandbox-file.ts'
import { type Running, type StartOptions, start } from './start.ts'

export interface RunningSandbox extends Running {
  readonly practice: Practice
  /** The example seller sells something; its number is issued over the V1 API, as any merchant's. */
  exampleSale(): Promise<ExampleSale>
}

interface SandboxFront extends ModeFront {
  readonly practice: Practice
  readonly exampleSale: () => Promise<ExampleSale>
}

/** Throws as `start` does. */
export async function startSandbox(options: StartOptions): Promise<RunningSandbox> {
  const { front, ...running } = await start(options, SANDBOX)
  const { practice, exampleSale } = front
  return { ...running, practice, exampleSale }
}

export const SANDBOX: Mode<SandboxFront> = {
  practice: true,
  issuerOver: ({ clock }) => createPracticeIssuer({ now: clock.now, after }),
  payerOver: ({ clock }) => createPracticeBank({ now: clock.now, after }),
  openFront,
}

async function openFront(app: FastifyInstance, house: House): Promise<SandboxFront> {
  const { config, storage, secrets, parts, apiUrl, posUrl, tcpUrls, publicUrl, reportFault } = house
  removeSandboxFile(config.dataFolder)
  const practice = practiceOf(secrets)
  await storage.directory.put(practiceEntries(practice, secrets, storage.directory.current(), apiUrl))
  const { steering, seller } = registerSandbox(app, {
    storage,
    parts,
    practice,
    apiUrl,
    posUrl,
    publicUrl,
    allowedHosts: [config.host, new URL(publicUrl).hostname],
  })
  const magic = createMagicIssue({ gateway: parts.gateway, apiUrl, play: steering.playTill, after, reportFault })
  app.addHook('preClose', async () => magic.stop())
  return {
    issue: magic.issue,
    steering: { ...steering, scripts: () => practiceScripts(practice) },
    serving: () => tellScripts(config, { apiUrl, posUrl, tcpUrls, practice }),
    practice,
    exampleSale: () => sellExample({ storage, practice, publicUrl, seller }),
  }
}

function tellScripts({ dataFolder }: Config, facts: Parameters<typeof writeSandboxFile>[1]): () => void {
  writeSandboxFile(dataFolder, facts)
  return () => removeSandboxFile(dataFolder)
}
