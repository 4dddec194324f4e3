/** Words of taking shops and tills from a file. */

const KO = {
  about:
    'CSV의 첫 줄에 outlet, outlet_name, chain, till을 적고, 한 줄에 단말 하나씩 적으세요. 이미 있는 점포는 이름과 체인을 비워도 됩니다. 5,000줄, 1 MiB까지, UTF-8이나 엑셀이 저장한 CP949 파일을 받습니다.',
  network: '수납망',
  file: 'CSV 파일',
  text: '또는 여기에 붙여넣고 고치기',
  check: '먼저 확인하기',
  checkHelp: '확인만으로는 아무것도 바뀌지 않습니다.',
  planTitle: '확인 결과',
  rows: '읽은 줄',
  newShops: '새 점포',
  newTills: '새 단말',
  newChains: '처음 나온 체인',
  newChainsWarn: '처음 나온 체인 이름이 있습니다. 오타가 아닌지 확인하세요.',
  wrong: (count: string) => `고칠 줄이 ${count}개 있어 아무것도 등록할 수 없습니다. 모두 고친 뒤 다시 확인하세요.`,
  problems: '고칠 줄',
  line: '줄',
  problem: '문제',
  take: (count: string) => `단말 ${count}대 등록`,
  takeWhy: '모두 등록되거나 하나도 등록되지 않습니다. 비밀값은 한 번만 보입니다.',
  taken: (count: number) => `단말 ${count}대를 등록했습니다.`,
  secretsTitle: '새 단말의 비밀값',
  secretsWhy: '비밀값은 지금 한 번만 보입니다. 파일로 내려받아 안전하게 전달한 뒤 지우세요.',
  download: 'CSV로 내려받기',
  done: '닫기',
  terminal: '단말',
  secret: '비밀값',
  more: (count: number) => `그 밖의 ${count}대는 내려받은 파일에 있습니다.`,
}
const EN: typeof KO = {
  about:
    'The first line of the CSV names outlet, outlet_name, chain, till; each line after it is a till. A shop that is there may leave out its name and chain. Up to 5,000 lines and 1 MiB, in UTF-8 or in CP949 as Excel saves it in Korea.',
  network: 'Network',
  file: 'CSV file',
  text: 'Or paste it here, and mend it',
  check: 'Look at it first',
  checkHelp: 'This changes nothing.',
  planTitle: 'What it would do',
  rows: 'Lines read',
  newShops: 'New shops',
  newTills: 'New tills',
  newChains: 'New chains',
  newChainsWarn: 'There are names of chains that are new. Is any of them a slip of the pen?',
  wrong: (count) => `Lines to mend: ${count}. Nothing can be taken until all of them are; then look again.`,
  problems: 'Lines to mend',
  line: 'Line',
  problem: 'What is wrong',
  take: (count) => (count === '1' ? 'Take 1 till' : `Take ${count} tills`),
  takeWhy: 'All of it is taken, or nothing. Secrets are shown once.',
  taken: (count) => `Tills taken: ${count}.`,
  secretsTitle: 'Secrets of the new tills',
  secretsWhy: 'They are shown only now. Download them, hand them over safely, and delete the file.',
  download: 'Download as CSV',
  done: 'Close',
  terminal: 'Till',
  secret: 'Secret',
  more: (count) => `${count} more are in the file.`,
}
export const IMPORT_WORDS = { ko: KO, en: EN }

/** The command speaks English of a row; what nobody here knows is shown as it stands. */
const IN_KOREAN: readonly (readonly [RegExp, (found: readonly string[]) => string])[] = [
  [
    /^(outlet|till) (.*): it is 1 to (\d+) letters/s,
    ([, column, text, most]) => `${column} ‘${text}’: 영문, 숫자, _, - ${most}자까지 쓸 수 있습니다`,
  ],
  [/^till (\S+) exists$/, ([, till]) => `단말 ${till}은(는) 이미 있습니다`],
  [/^till (\S+) stands in the file twice$/, ([, till]) => `단말 ${till}이(가) 파일에 두 번 있습니다`],
  [
    /^(\w+) is missing, and there is no shop (\S+) yet$/,
    ([, column, shop]) => `처음 나온 점포 ${shop}에 ${column}이 비어 있습니다`,
  ],
  [
    /^(\w+) (.*): shop (\S+) is known with (.*)$/s,
    ([, column, text, shop, known]) =>
      `점포 ${shop}의 ${column}이 ‘${text}’이 아니라 ‘${known}’(으)로 등록되어 있습니다`,
  ],
  [
    /^(\w+) is 1 to (\d+) characters, in one line$/,
    ([, column, most]) => `${column}: 한 줄, ${most}자까지 쓸 수 있습니다`,
  ],
  [/^has not as many cells/, () => '칸 수가 첫 줄과 다릅니다. 쉼표가 든 값은 큰따옴표로 묶어 주세요'],
]

export function problemInKorean(problem: string): string {
  for (const [says, inKorean] of IN_KOREAN) {
    const found = says.exec(problem)
    if (found !== null) return inKorean(found)
  }
  return problem
}
