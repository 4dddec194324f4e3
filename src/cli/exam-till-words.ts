/** What the exam of a till says besides its report. */
import type { Language } from '../server/config.ts'

export interface TillExamWords {
  readonly usage: string
  readonly wrongForm: string
  readonly wrongOption: (problem: string) => string
  readonly notByHand: string
  readonly wrongSpeed: (max: number) => string
  readonly wrongPort: string
  readonly portTaken: (port: number) => string
  readonly begins: (till: string, url: string, seconds: number) => string
}

const EN: TillExamWords = {
  usage: `Examines a till and grades it. The exam plays the gateway and the line.

  npm run sunap -- exam till -- <command>     starts the till's driver and tells it what to do
  npm run sunap -- exam till --by-hand        a person stands at the till and does it

  --speed 1                 so many times faster do the waits of the driver's till run, up to 50
  --host 127.0.0.1          where the gateway of the exam listens; 0.0.0.0 for a till on another machine
  --port 8091               its port: any free one for a driver, 8091 by hand
  --json                    the report as JSON

  Our own practice till:  npm run sunap -- exam till --speed 10 -- npm run --silent till -- drive

  Exit code: 0 nothing failed, 1 something did, 2 the command is wrong. More: docs/till-exam.md`,
  wrongForm:
    'Write it like: npm run sunap -- exam till -- node my-till-driver.js (or --by-hand). Show all options: exam till --help',
  wrongOption: (problem) =>
    `${problem} Options of the driver stand after --. Show all options: npm run sunap -- exam till --help`,
  notByHand: '--json and --speed are for drivers: a person is asked questions, and lives at speed 1.',
  wrongSpeed: (max) => `--speed is a number from 1 to ${max}.`,
  wrongPort: '--port is a number from 0 to 65535 (0: any free one).',
  portTaken: (port) => `Port ${port} is taken. Choose another with --port.`,
  begins: (till, url, seconds) => `Till     ${till}\nGateway  ${url}\nTakes    about ${seconds} s\n`,
}

const KO: TillExamWords = {
  usage: `단말을 시험하고 등급을 매깁니다. 게이트웨이와 회선은 시험 프로그램이 맡습니다.

  npm run sunap -- exam till -- <명령>        단말의 드라이버를 실행해 할 일을 시킵니다
  npm run sunap -- exam till --by-hand        사람이 단말 앞에서 그대로 합니다

  --speed 1                 드라이버의 단말이 기다리는 시간을 몇 배 빠르게 할지, 50까지
  --host 127.0.0.1          시험용 게이트웨이의 주소. 다른 기계의 단말이면 0.0.0.0
  --port 8091               그 포트. 드라이버면 비어 있는 아무 포트, 손으로 하면 8091
  --json                    결과를 JSON으로

  이 저장소의 연습용 계산대:  npm run sunap -- exam till --speed 10 -- npm run --silent till -- drive

  종료 코드: 0 실패 없음, 1 실패 있음, 2 명령이 잘못됨. 자세히: docs/till-exam.ko.md`,
  wrongForm:
    '이렇게 쓰세요: npm run sunap -- exam till -- node my-till-driver.js (또는 --by-hand). 옵션 보기: exam till --help',
  wrongOption: (problem) =>
    `옵션이 잘못되었습니다: ${problem} 드라이버의 옵션은 -- 뒤에 씁니다. 옵션 보기: npm run sunap -- exam till --help`,
  notByHand: '--json 과 --speed 는 드라이버에만 씁니다. 손으로 할 때는 질문에 답하고, 속도는 1입니다.',
  wrongSpeed: (max) => `--speed 는 1~${max}의 숫자입니다.`,
  wrongPort: '--port 는 0~65535의 숫자입니다(0: 비어 있는 아무 포트).',
  portTaken: (port) => `${port}번 포트를 다른 프로그램이 쓰고 있습니다. --port 로 다른 포트를 고르세요.`,
  begins: (till, url, seconds) => `단말        ${till}\n게이트웨이  ${url}\n걸리는 시간 약 ${seconds}초\n`,
}

export const TILL_EXAM_WORDS: Readonly<Record<Language, TillExamWords>> = { ko: KO, en: EN }
