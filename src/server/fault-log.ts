/**
 * Where faults are told: to whoever runs the gateway, with what is needed to find their cause and nothing of a request.
 * The framework's own log goes the same way, so that the story on the terminal stays readable.
 */
import type { FastifyBaseLogger } from 'fastify'

/** `circumstance`: what could not be done because of it. Must not throw. */
export type ReportFault = (fault: unknown, circumstance?: string) => void

/** The fault and what caused it, each with its stack; members of an error may hold anything and are not shown. */
export function faultText(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault)
  const text = fault.stack ?? `${fault.name}: ${fault.message}`
  const causes = [
    ...(fault instanceof AggregateError ? fault.errors : []),
    ...(fault.cause === undefined ? [] : [fault.cause]),
  ]
  return [text, ...causes.map((cause) => `caused by ${faultText(cause)}`)].join('\n')
}

/** For a listener: tells warnings and worse, and no request with its address. */
export function faultLogger(report: ReportFault): FastifyBaseLogger {
  const tell = (given: unknown, ...rest: unknown[]): void => {
    const fault = given instanceof Error ? given : errIn(given)
    if (fault === undefined) report(textIn([given]) ?? textIn(rest))
    else report(fault, textIn(rest))
  }
  const quiet = (): void => {}
  const logger: FastifyBaseLogger = {
    level: 'warn',
    fatal: tell,
    error: tell,
    warn: tell,
    info: quiet,
    debug: quiet,
    trace: quiet,
    silent: quiet,
    child: () => logger,
  }
  return logger
}

function errIn(given: unknown): unknown {
  return typeof given === 'object' && given !== null && 'err' in given ? given.err : undefined
}

function textIn([text]: readonly unknown[]): string | undefined {
  return typeof text === 'string' ? text : undefined
}
