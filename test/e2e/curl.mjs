/**
 * The little of curl that our documents use, for machines that have none: -s, -f, -N, -H, -d, --data-binary @file. It stands in the PATH of the
 * shell that runs a printed command, so that the command itself is run as it is printed.
 */
import { readFileSync } from 'node:fs'

const { url, silent, fail, headers, data } = readArguments(process.argv.slice(2))

try {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const sent =
    data.length > 0 ? { method: 'POST', headers: { ...type, ...headers }, body: data.join('&') } : { headers }
  const answer = await fetch(url, sent)
  if (fail && answer.status >= 400) process.exitCode = 22
  else process.stdout.write(await answer.text())
} catch (error) {
  if (!silent) process.stderr.write(`curl: (7) ${error.message}\n`)
  process.exitCode = 7
}

function readArguments(words) {
  const read = { url: '', silent: false, fail: false, headers: {}, data: [] }
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '-d') read.data.push(left.shift())
    else if (word === '--data-binary') read.data.push(readFileSync(left.shift().replace(/^@/, ''), 'utf8'))
    else if (word === '-H') {
      const [name, ...value] = left.shift().split(':')
      read.headers[name.toLowerCase()] = value.join(':').trim()
    } else if (/^-[sfN]+$/.test(word)) {
      read.silent ||= word.includes('s')
      read.fail ||= word.includes('f')
    } else if (word.startsWith('-')) throw new Error(`this curl does not know ${word}`)
    else read.url = word
  }
  return read
}
