/** The call of an operation as a developer pastes it into a shell, with the token in `$TOKEN`. */
import type { Operation } from '../../wire/reference/operation.ts'

export function exampleCall({ method, path, segments = {}, asked, body, isOpen }: Operation, url: string): string {
  const filled = path.replace(/\{(\w+)\}/g, (_all, name) => encodeURIComponent(segments[name] ?? ''))
  const address = quoted(`${url}${filled}${asked === undefined ? '' : `?${asked}`}`)
  // -g: brackets in an address are none of curl's patterns.
  const verb = method === 'get' || (method === 'post' && body !== undefined) ? '' : ` -X ${method.toUpperCase()}`
  return [
    `curl -s${asked?.includes('[') ? ' -g' : ''}${verb} ${address}`,
    ...(isOpen ? [] : ['-H "Authorization: $TOKEN"']),
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
