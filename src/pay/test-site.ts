/** For tests only: the customer's pages on a real socket, with the real gateway behind them. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { fastify } from 'fastify'
import { openScene, type Scene, type SceneOptions } from '../gateway/test-gateway.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { createBarcodePictures } from './barcode.ts'
import { registerPayPage } from './pay-page.ts'

export const KOREAN = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8' }
export const ENGLISH = { 'accept-language': 'en-GB,en;q=0.9,ko;q=0.5' }
export const NOBODY = '0000000aAAAAAAAAAAAAAAAAAAAAAA'

export interface Site {
  readonly scene: Scene
  readonly log: readonly string[]
  get(path: string, headers?: Readonly<Record<string, string>>, method?: string): Promise<Response>
}

export async function openSite(t: TestContext, options: SceneOptions = {}): Promise<Site> {
  const scene = await openScene(t, options)
  const log: string[] = []
  const logger = { level: 'warn', stream: { write: (line: string) => log.push(line) } }
  const app = fastify({ ...merchantServerOptions(), logger })
  registerPayPage(app, { gateway: scene.gateway, pictures: createBarcodePictures(), practice: true })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => app.close())
  return { scene, log, get: (path, headers = KOREAN, method = 'GET') => fetch(`${url}/p/${path}`, { headers, method }) }
}

export async function pageOf({ get }: Site, path: string, headers = KOREAN): Promise<string> {
  const response = await get(path, headers)
  assert.equal(response.headers.get('content-type'), 'text/html; charset=utf-8')
  return response.text()
}

/** What a reader reads. */
export function textOf(html: string): string {
  const entities = new Map([
    ['amp', '&'],
    ['lt', '<'],
    ['gt', '>'],
    ['quot', '"'],
    ['#39', "'"],
  ])
  return html
    .replace(/<(style|script|svg)\b.*?<\/\1>/gs, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(#39|\w+);/g, (whole, name) => entities.get(name) ?? whole)
    .replace(/\s+/g, ' ')
}
