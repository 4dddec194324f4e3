/** The call of an operation as a developer pastes it into a shell, with the token in `$TOKEN`. */
import { IDEMPOTENCY_KEY } from '../../wire/idempotency.ts'
import type { Operation } from '../../wire/reference/operation.ts'

export function exampleCall(operation: Operation, url: string): string {
  const { method, path, segments = {}, asked, body, lines, keyed, isOpen } = operation
  const filled = path.replace(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(segments[name] ?? ''))
  const address = quoted(`${url}${filled}${asked === undefined ? '' : `?${asked}`}`)
  // -g: brackets in an address are none of curl's patterns.
  const verb = method === 'get' || (method === 'post' && body !== undefined) ? '' : ` -X ${method.toUpperCase()}`
  return [
    // -N: each line when it comes.
    `curl -s${asked?.includes('[') ? ' -g' : ''}${lines === undefined ? '' : ' -N'}${verb} ${address}`,
    ...(isOpen ? [] : ['-H "Authorization: $TOKEN"']),
    ...(keyed === 'required' ? [`-H '${IDEMPOTENCY_KEY}: fees-2026-12'`] : []),
    ...(body === undefined
      ? []
      : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body.example))}`]),
  ].join(' \\\n  ')
}

export function tokenCall(url: string): string {
  return [
    `TOKEN=$(curl -s ${quoted(`${url}/users/getToken`)} \\`,
    '  -d imp_key=... -d imp_secret=... |',
    `  sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
  ].join('\n')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
