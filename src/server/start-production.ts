/** A gateway for real money: what both modes have and nothing else. No room of the sandbox is loaded by it. */
import type { Mode, ModeFront } from './mode.ts'
import { type Running, type StartOptions, start } from './start.ts'

export const PRODUCTION: Mode<ModeFront> = {
  practice: false,
  issuerOver: () => null,
  payerOver: () => null,
  openFront: async (_app, { parts }) => ({ issue: parts.gateway.issue, steering: null, serving: () => nothingToUndo }),
}

function nothingToUndo(): void {}

/** Throws as `start` does. */
export async function startProduction(options: StartOptions): Promise<Running> {
  return start(options, PRODUCTION)
}
