/** What the first screens of both modes say in the same way. */
import { isAbsolute, relative } from 'node:path'
import type { Happening } from '../gateway/happening.ts'
import type { Running } from './start.ts'

export interface FirstWords {
  readonly screen: string
  /** What there is to log at once. */
  readonly happened: readonly Happening[]
}

/** As one would type it, with a slash at its end. */
export function shownFolder(folder: string): string {
  const near = relative(process.cwd(), folder)
  return `${near.startsWith('..') || isAbsolute(near) ? folder : near || '.'}/`
}

export function movedPorts({ api, pos }: Pick<Running, 'api' | 'pos'>, isKorean: boolean): readonly string[] {
  return [api, pos].flatMap(({ port, insteadOf }) => {
    if (insteadOf === null) return []
    return [
      isKorean
        ? `포트 ${insteadOf}이 쓰이고 있어 ${port}을 씁니다`
        : `port ${insteadOf} is taken, using ${port} instead`,
    ]
  })
}

export function isLoopback(host: string): boolean {
  return host.startsWith('127.') || host === '::1'
}
