import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import { runVerb } from '../server/directory-verbs.ts'
import { LinkAnswer, SessionAnswer } from '../wire/admin/session.ts'
import { codeAt, stepAt } from './one-time-code.ts'
import { openConsole } from './test-console.ts'
import { begin, cookieOf, headersOf, invite, PASSWORD, signInAs, tokenIn, turnOnSecondFactor } from './test-sign-in.ts'
import { ADDRESS_TRIES_MAX, TRIES_MAX, WINDOW_MS } from './throttle.ts'

const HOUR_MS = 3_600_000

describe('the first sign-in', () => {
  test('a link says whom it is for, sets a password, signs in, and then is over', async (t) => {
    const console = await openConsole(t)
    const { token, email } = await invite(console)
    const look = await console.ask({ method: 'POST', path: '/links/look', body: { token } })
    assert.ok(Value.Check(LinkAnswer, look.answer), look.text)
    assert.deepEqual([look.answer.kind, look.answer.email, look.answer.role], ['invitation', email, 'owner'])
    const body = { token, password: PASSWORD, name: '김 사장' }
    const used = await console.ask({ method: 'POST', path: '/links/use', body })
    assert.ok(Value.Check(SessionAnswer, used.answer), used.text)
    assert.equal(used.answer.person.name, '김 사장')
    const again = await console.ask({ method: 'POST', path: '/links/use', body })
    assert.deepEqual([again.status, again.code], [410, 'link_over'])
    assert.deepEqual((await console.ask({ method: 'POST', path: '/links/look', body: { token } })).code, 'link_over')
    assert.equal((await signInAs(console, email)).status, 200)
  })

  test('of two who use a link at once, one is let in', async (t) => {
    const console = await openConsole(t)
    const { token } = await invite(console)
    const use = (password: string) => console.ask({ method: 'POST', path: '/links/use', body: { token, password } })
    const replies = await Promise.all([use('first password of two'), use('second password of two')])
    assert.deepEqual(replies.map(({ status }) => status).sort(), [200, 410])
  })

  test('a link is over after three days, after a newer one, and for who is disabled', async (t) => {
    const console = await openConsole(t)
    const { token, email } = await invite(console)
    const look = (of: string) => console.ask({ method: 'POST', path: '/links/look', body: { token: of } })
    const made = await runVerb({ verb: 'console-link', options: { email } }, console.verbDeps)
    const newer = tokenIn((made as unknown as { shown: { link: string } }).shown.link)
    assert.deepEqual([(await look(token)).status, (await look(newer)).status], [410, 200])
    console.moveWall(72 * HOUR_MS)
    assert.equal((await look(newer)).status, 410)
  })

  test('nothing that is kept opens a session: no password, no token, no link stands readable in a row', async (t) => {
    const console = await openConsole(t)
    const { token, email } = await invite(console)
    const headers = await begin(console, { email, token })
    const person = await console.storage.console.findPersonByEmail(email)
    assert.ok(person)
    const kept = JSON.stringify(person)
    const [, cookie = ''] = (headers['cookie'] ?? '').split('=')
    for (const secret of [PASSWORD, token.split('.')[1] ?? '', cookie]) assert.ok(!kept.includes(secret))
    assert.equal(await console.storage.console.findSession(cookie), undefined)
    assert.match(person.password ?? '', /^scrypt\$15\$8\$3\$/)
  })

  test('a password that is guessed first is refused, and the link stays good', async (t) => {
    const console = await openConsole(t)
    const { token } = await invite(console, { email: 'haneul@shop.example' })
    const use = (password: string) => console.ask({ method: 'POST', path: '/links/use', body: { token, password } })
    for (const weak of ['aaaaaaaaaaaaaaaa', 'my name is haneul', '1212121212121212'])
      assert.equal((await use(weak)).code, 'weak_password', weak)
    assert.equal((await use('short')).code, 'bad_field')
    assert.equal((await use(PASSWORD)).status, 200)
  })
})

describe('signing in', () => {
  test('who is unknown, who has no password yet, who is disabled and who mistypes get the same bytes', async (t) => {
    const console = await openConsole(t)
    const known = await invite(console)
    await begin(console, known)
    await invite(console, { email: 'invited@shop.example' })
    const disabled = await invite(console, { email: 'gone@shop.example', role: 'viewer' })
    await begin(console, disabled)
    const owner = await console.signedIn('owner')
    const { id } = (await console.storage.console.findPersonByEmail(disabled.email)) ?? { id: '' }
    const path = `/merchants/${console.shop}/people/${id}`
    assert.equal((await owner.ask({ method: 'PATCH', path, body: { state: 'disabled' } })).status, 200)
    const replies = [
      await signInAs(console, known.email, { password: 'a wrong password' }),
      await signInAs(console, 'nobody@shop.example'),
      await signInAs(console, 'invited@shop.example'),
      await signInAs(console, disabled.email),
    ]
    for (const { status, text, headers } of replies)
      assert.deepEqual([status, text, headers['set-cookie']], [401, replies[0]?.text, undefined])
  })

  test('who is unknown waits as long as who mistypes', async (t) => {
    const console = await openConsole(t)
    const known = await invite(console)
    await begin(console, known)
    const timeOf = async (email: string): Promise<number> => {
      const began = performance.now()
      await signInAs(console, email, { password: 'a wrong password' })
      return performance.now() - began
    }
    const median = (times: readonly number[]): number =>
      times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
    const [ofKnown, ofUnknown]: [number[], number[]] = [[], []]
    for (let no = 0; no < 5; no += 1) {
      ofKnown.push(await timeOf(known.email))
      ofUnknown.push(await timeOf('nobody@shop.example'))
    }
    const [slow, quick] = [median(ofKnown), median(ofUnknown)].toSorted((a, b) => b - a)
    assert.ok((quick ?? 0) > (slow ?? 0) / 2, `${ofKnown} ms against ${ofUnknown} ms`)
  })

  test('after eight tries a name waits from that address, known or not, and the right password too', async (t) => {
    const console = await openConsole(t)
    const known = await invite(console)
    await begin(console, known)
    for (const email of [known.email, 'nobody@shop.example']) {
      // All at once: a try counts before it is looked at.
      const tries = Array.from({ length: TRIES_MAX + 4 }, () =>
        signInAs(console, email, { password: 'a wrong password' }),
      )
      const codes = (await Promise.all(tries)).map(({ code }) => code)
      assert.equal(codes.filter((code) => code === 'too_often').length, 4)
      const reply = await signInAs(console, email)
      assert.deepEqual([reply.status, reply.code], [429, 'too_often'])
      assert.ok(Number(reply.headers['retry-after']) > 0)
    }
    console.moveWall(WINDOW_MS)
    assert.equal((await signInAs(console, known.email)).status, 200)
  })

  test('one address cannot go through a list of names', async (t) => {
    const console = await openConsole(t)
    const tries = Array.from({ length: ADDRESS_TRIES_MAX + 1 }, (_, no) =>
      console.ask({ method: 'POST', path: '/links/look', body: { token: `prs_${no}`.padEnd(30, 'x') } }),
    )
    await Promise.all(tries)
    assert.equal((await signInAs(console, 'nobody@shop.example')).code, 'too_often')
  })
})

describe('the second factor', () => {
  test('turned on, a password alone is not enough, and a code is taken once', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const headers = await begin(console, account)
    const { secret } = await turnOnSecondFactor(console, headers, console.gateway.wall())
    assert.deepEqual((await signInAs(console, account.email)).code, 'code_needed')
    assert.equal((await signInAs(console, account.email, { code: '000000' })).code, 'wrong')
    const wrongPassword = await signInAs(console, account.email, { password: 'a wrong password', code: '000000' })
    assert.equal(wrongPassword.code, 'wrong', 'who has not the password does not learn that there is a code')
    console.moveWall(60_000)
    const code = codeAt(secret, stepAt(console.gateway.wall()))
    const both = await Promise.all([
      signInAs(console, account.email, { code }),
      signInAs(console, account.email, { code }),
    ])
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 401], 'of two with one code one is let in')
    assert.equal((await signInAs(console, account.email, { code })).code, 'wrong')
    console.moveWall(30_000)
    const earlier = codeAt(secret, stepAt(console.gateway.wall()) - 1)
    assert.equal((await signInAs(console, account.email, { code: earlier })).code, 'wrong', 'nor one before it')
    const next = codeAt(secret, stepAt(console.gateway.wall()))
    assert.equal((await signInAs(console, account.email, { code: next })).status, 200)
  })

  test('the code that turned it on opens nothing', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const { secret } = await turnOnSecondFactor(console, await begin(console, account), console.gateway.wall())
    const code = codeAt(secret, stepAt(console.gateway.wall()))
    assert.equal((await signInAs(console, account.email, { code })).code, 'wrong')
  })

  test('each of ten recovery codes opens once, however it is typed', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const { recoveryCodes } = await turnOnSecondFactor(console, await begin(console, account), console.gateway.wall())
    assert.equal(new Set(recoveryCodes).size, 10)
    const [first = '', second = ''] = recoveryCodes
    const reply = await signInAs(console, account.email, { code: first.toUpperCase().replaceAll('-', ' ') })
    assert.equal((reply.answer as SessionAnswer).recovery_codes_left, 9)
    assert.equal((await signInAs(console, account.email, { code: first })).code, 'wrong')
    assert.equal((await signInAs(console, account.email, { code: second })).status, 200)
  })

  test('where money is real nothing can be done without one', async (t) => {
    const console = await openConsole(t, { practice: false })
    const account = await invite(console)
    const headers = await begin(console, account)
    const home = await console.ask({ path: `/merchants/${console.shop}/home`, headers })
    assert.deepEqual([home.status, home.code], [403, 'second_factor_required'])
    await turnOnSecondFactor(console, headers, console.gateway.wall())
    assert.equal((await console.ask({ path: `/merchants/${console.shop}/home`, headers })).status, 200)
  })

  test('a reset link does not get round it; the command at the machine drops it', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    await turnOnSecondFactor(console, await begin(console, account), console.gateway.wall())
    const linkBy = async (options: Readonly<Record<string, string>>): Promise<string> => {
      const made = await runVerb(
        { verb: 'console-link', options: { email: account.email, ...options } },
        console.verbDeps,
      )
      return tokenIn((made as unknown as { shown: { link: string } }).shown.link)
    }
    const use = (token: string) =>
      console.ask({ method: 'POST', path: '/links/use', body: { token, password: 'another password 1' } })
    assert.equal((await use(await linkBy({}))).code, 'code_needed')
    assert.equal((await use(await linkBy({ 'drop-second-factor': 'yes' }))).status, 200)
  })
})

describe('the session', () => {
  test('its cookie goes to this site alone, over https alone, and to no script', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    await begin(console, account)
    const cookie = String((await signInAs(console, account.email)).headers['set-cookie'])
    assert.match(cookie, /^__Host-sunap=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/)
  })

  test('a practice console on plain http has a cookie of another name, and the same limits', async (t) => {
    const console = await openConsole(t, { publicUrl: 'http://127.0.0.1:8080' })
    const account = await invite(console)
    const source = { host: '127.0.0.1:8080', origin: 'http://127.0.0.1:8080' }
    const body = { token: account.token, password: PASSWORD }
    const used = await console.ask({ method: 'POST', path: '/links/use', body, headers: source })
    assert.match(String(used.headers['set-cookie']), /^sunap-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    const reply = await console.ask({ path: '/session', headers: { ...source, cookie: cookieOf(used) } })
    assert.equal(reply.status, 200)
  })

  test('signing in gives a fresh one and ends the one that came along', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const first = await begin(console, account)
    const cookie = first['cookie'] ?? ''
    const body = { email: account.email, password: PASSWORD }
    const second = await console.ask({ method: 'POST', path: '/sign-in', body, headers: { cookie } })
    assert.notEqual(cookieOf(second), cookie)
    assert.equal((await console.ask({ path: '/session', headers: { cookie } })).status, 401)
    const planted = { cookie: `__Host-sunap=${'A'.repeat(43)}` }
    const third = await console.ask({ method: 'POST', path: '/sign-in', body, headers: planted })
    assert.notEqual(cookieOf(third), planted.cookie, 'a token that somebody put there is never taken over')
    assert.equal((await console.ask({ path: '/session', headers: planted })).status, 401)
  })

  test('it ends after a quarter of an hour without a request, and after eight hours in any case', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('viewer')
    for (let minutes = 0; minutes < 8 * 60 - 14; minutes += 14) {
      assert.equal((await ask({ path: '/session' })).status, 200, `after ${minutes} minutes`)
      console.moveWall(14 * 60_000)
    }
    console.moveWall(14 * 60_000)
    assert.equal((await ask({ path: '/session' })).status, 401)
    const idle = await console.signedIn('viewer')
    console.moveWall(15 * 60_000)
    const reply = await idle.ask({ path: '/session' })
    assert.deepEqual([reply.status, reply.code], [401, 'signed_out'])
    assert.match(String(reply.headers['set-cookie']), /^__Host-sunap=; Max-Age=0/)
  })

  test('two cookies of its name are none: nobody can tell which one the browser meant', async (t) => {
    const console = await openConsole(t)
    const { token } = await console.signedIn('viewer')
    const cookie = `__Host-sunap=${token}; __Host-sunap=${'B'.repeat(43)}`
    assert.equal((await console.ask({ path: '/session', headers: { cookie } })).status, 401)
  })

  test('signing out ends it here; everywhere ends all of a person’s', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const first = await begin(console, account)
    const second = headersOf(await signInAs(console, account.email))
    const third = headersOf(await signInAs(console, account.email))
    const isIn = async (headers: Readonly<Record<string, string>>) =>
      (await console.ask({ path: '/session', headers })).status === 200
    await console.ask({ method: 'POST', path: '/session/end', headers: first })
    assert.deepEqual([await isIn(first), await isIn(second), await isIn(third)], [false, true, true])
    await console.ask({ method: 'POST', path: '/session/end-all', headers: second })
    assert.deepEqual([await isIn(second), await isIn(third)], [false, false])
  })

  test('a new password ends all other sessions, and needs the old one', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const here = await begin(console, account)
    const elsewhere = headersOf(await signInAs(console, account.email))
    const change = (current: string) =>
      console.ask({
        method: 'POST',
        path: '/session/password',
        headers: here,
        body: { current, password: 'quite another password' },
      })
    assert.equal((await change('a wrong password')).code, 'wrong')
    const changed = headersOf(await change(PASSWORD))
    assert.equal((await console.ask({ path: '/session', headers: elsewhere })).status, 401)
    assert.equal((await console.ask({ path: '/session', headers: changed })).status, 200)
    assert.equal((await signInAs(console, account.email)).code, 'wrong')
  })

  test('a proof renews the session, and with it what needs one', async (t) => {
    const console = await openConsole(t)
    const account = await invite(console)
    const headers = await begin(console, account)
    console.moveWall(14 * 60_000)
    await console.ask({ path: '/session', headers })
    console.moveWall(2 * 60_000)
    const addKey = { method: 'POST', path: `/merchants/${console.shop}/keys` } as const
    assert.equal((await console.ask({ ...addKey, headers })).code, 'prove_again')
    const prove = (password: string) =>
      console.ask({ method: 'POST', path: '/session/prove', headers, body: { password } })
    assert.equal((await prove('a wrong password')).code, 'wrong')
    const proven = headersOf(await prove(PASSWORD))
    assert.equal((await console.ask({ ...addKey, headers: proven })).status, 200)
    assert.equal((await console.ask({ path: '/session', headers })).status, 401, 'the former token is over')
  })
})

describe('where a request comes from', () => {
  test('a page of somebody else, a name that leads here and a strange site are turned away, whatever they carry', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const search = { method: 'POST', path: `/merchants/${console.shop}/payments/search`, body: {} } as const
    assert.equal((await ask(search)).status, 200)
    const strange: readonly Readonly<Record<string, string>>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://pay.example.com.evil.example' },
      { origin: 'http://pay.example.com.' },
      { host: 'evil.example', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of strange) {
      const reply = await ask({ ...search, headers })
      assert.deepEqual([reply.status, reply.code], [403, 'strange_source'], JSON.stringify(headers))
    }
    assert.equal((await ask({ path: '/session', headers: { 'sec-fetch-site': 'cross-site' } })).status, 403)
  })

  test('another kind of body than JSON is not read, and no answer may be kept, framed or read by another site', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const path = `/merchants/${console.shop}/payments/search`
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const reply = await ask({ method: 'POST', path, body: {}, headers: { 'content-type': type } })
      assert.deepEqual([reply.status, reply.code], [415, 'not_json'], type)
    }
    const { headers } = await ask({ path: '/session' })
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'")
    assert.equal(headers['access-control-allow-origin'], undefined)
    const preflight = await console.app.inject({
      method: 'OPTIONS',
      url: `/admin/api${path}`,
      headers: { host: 'pay.example.com', origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    assert.ok(preflight.statusCode >= 400)
    assert.equal(preflight.headers['access-control-allow-origin'], undefined)
  })

  test('members that would be a prototype are refused', async (t) => {
    const console = await openConsole(t)
    const { token, csrf } = await console.signedIn('operator')
    for (const payload of [
      '{"__proto__":{"role":"operator"}}',
      '{"constructor":{"prototype":{}}}',
      '{',
      '[]',
      'null',
      '1',
    ]) {
      const reply = await console.app.inject({
        method: 'POST',
        url: `/admin/api/merchants/${console.shop}/payments/search`,
        headers: {
          host: 'pay.example.com',
          origin: 'https://pay.example.com',
          cookie: `__Host-sunap=${token}`,
          'x-sunap-csrf': csrf,
          'content-type': 'application/json',
        },
        payload,
      })
      assert.equal(reply.statusCode, 400, payload)
    }
    assert.equal(Object.hasOwn(Object.prototype, 'role'), false)
  })
})
