/** What the sandbox shows when it serves: something was just sold, and here is where to play each part. */
import type { Config } from './config.ts'
import { firstOperatorLink } from './first-operator.ts'
import { type FirstWords, isLoopback, movedPorts, shownFolder } from './first-words.ts'
import type { StartOptions } from './start.ts'
import type { RunningSandbox } from './start-sandbox.ts'
import { startScreen } from './start-screen.ts'

export async function welcomeNewcomer(
  running: RunningSandbox,
  { config, version }: Pick<StartOptions, 'config' | 'version'>,
): Promise<FirstWords> {
  const sale = await running.exampleSale()
  const publicUrl = config.publicUrl ?? running.apiUrl
  const consoleLink = (await firstOperatorLink(running.storage, publicUrl)) ?? null
  const { practice, apiUrl, posUrl } = running
  const { language } = config
  const screen = startScreen(
    {
      version,
      apiUrl,
      posUrl,
      publicUrl,
      impKey: practice.impKey,
      impSecret: practice.impSecret,
      example: sale.ok ? sale.payment : null,
      merchant: '예제상점',
      consoleLink,
      dataFolder: shownFolder(config.dataFolder),
      tookMs: performance.now(),
      remarks: [...remarks(running, config), ...(sale.ok ? [] : [sale.why[language]])],
    },
    language,
  )
  return { screen, happened: sale.ok ? [{ type: 'issued', payment: sale.payment }] : [] }
}

function remarks(running: RunningSandbox, { host, language }: Config): readonly string[] {
  const isKorean = language === 'ko'
  const moved = movedPorts(running, isKorean)
  if (isLoopback(host)) return moved
  const open = isKorean
    ? `${host}에서 듣고 있습니다: 이 네트워크의 누구나 연습 환경을 쓸 수 있습니다`
    : `listening on ${host}: anyone on this network can use the sandbox`
  return [...moved, open]
}
