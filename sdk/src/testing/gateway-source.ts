/**
 * Where the gateway of a test comes from: one that runs already, the folder of a checkout, or the package beside the
 * project. What is said by the call wins over the environment, and the environment over what is found.
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import type { Words } from '../wire.gen.ts'

export type GatewaySource =
  | { readonly kind: 'running'; readonly url: string }
  /** It brings its own Node where this one is too old. */
  | { readonly kind: 'checkout'; readonly folder: string }
  | { readonly kind: 'package'; readonly folder: string }

export interface SourceAsked {
  readonly url?: string | undefined
  readonly gateway?: string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

export class GatewayNotFound extends Error {
  override readonly name = 'GatewayNotFound'
}

/** `project`: the folder whose packages are looked through. Throws `GatewayNotFound`, which says what would help. */
export function findGateway({ url, gateway }: SourceAsked, env: Environment, project: string): GatewaySource {
  if (url) return { kind: 'running', url }
  if (gateway) return sourceIn(resolve(project, gateway))
  if (env['SUNAP_URL']) return { kind: 'running', url: env['SUNAP_URL'] }
  if (env['SUNAP_GATEWAY']) return sourceIn(resolve(project, env['SUNAP_GATEWAY']))
  const folder = installedFolder(project)
  if (folder === undefined) throw new GatewayNotFound(both(NONE))
  return sourceIn(folder)
}

/** From the folder of a checkout or a package. */
export const CHECKOUT_MAIN = join('src', 'server', 'main.ts')
export const PACKAGE_MAIN = join('dist', 'server', 'main.js')

function sourceIn(folder: string): GatewaySource {
  if (existsSync(join(folder, CHECKOUT_MAIN))) return { kind: 'checkout', folder }
  if (existsSync(join(folder, PACKAGE_MAIN))) return { kind: 'package', folder }
  throw new GatewayNotFound(
    both({
      ko: `${folder}에 Sunap 게이트웨이가 없습니다. 저장소를 받은 폴더나 sunap 패키지의 폴더를 지정하세요.`,
      en: `There is no Sunap gateway in ${folder}. Name the folder of a checkout or of the package sunap.`,
    }),
  )
}

function installedFolder(project: string): string | undefined {
  try {
    return dirname(createRequire(join(project, 'package.json')).resolve('sunap/package.json'))
  } catch {
    return undefined
  }
}

export function both({ ko, en }: Words): string {
  return `${en}\n${ko}`
}

const NONE: Words = {
  ko: `시작할 Sunap 게이트웨이가 없습니다. 셋 중 하나를 하세요.
  1  저장소를 받은 폴더   startSandbox({ gateway: '../sunap' })  또는  SUNAP_GATEWAY=../sunap
  2  패키지              npm install --save-dev sunap
  3  이미 켜져 있는 것     startSandbox({ url, impKey, impSecret })  또는  SUNAP_URL, SUNAP_IMP_KEY, SUNAP_IMP_SECRET`,
  en: `There is no Sunap gateway to start. One of three:
  1  a checkout           startSandbox({ gateway: '../sunap' })  or  SUNAP_GATEWAY=../sunap
  2  the package          npm install --save-dev sunap
  3  one that runs        startSandbox({ url, impKey, impSecret })  or  SUNAP_URL, SUNAP_IMP_KEY, SUNAP_IMP_SECRET`,
}
