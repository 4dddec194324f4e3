import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import { PeopleAnswer, PersonWithLink } from '../wire/admin/people.ts'
import { openConsole, type SignedIn } from './test-console.ts'
import { PASSWORD, tokenIn } from './test-sign-in.ts'

const change = ({ ask }: SignedIn, shop: string, id: string, body: object) =>
  ask({ method: 'PATCH', path: `/merchants/${shop}/people/${id}`, body })

describe('people of a merchant', () => {
  test('an owner invites, and the link lets that person in as that role of that merchant', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    const path = `/merchants/${console.shop}/people`
    const body = { email: 'Finance@Shop.example', name: '박정산', role: 'finance' }
    const invited = await owner.ask({ method: 'POST', path, body })
    assert.ok(Value.Check(PersonWithLink, invited.answer), invited.text)
    assert.deepEqual([invited.answer.person.state, invited.answer.person.email], ['invited', 'finance@shop.example'])
    assert.match(invited.answer.link, /^https:\/\/pay\.example\.com\/console\/link#prs_/)
    const use = { token: tokenIn(invited.answer.link), password: PASSWORD }
    const used = await console.ask({ method: 'POST', path: '/links/use', body: use })
    const { person, merchant, permissions } = used.answer as Readonly<Record<string, Readonly<Record<string, unknown>>>>
    assert.deepEqual([person?.['role'], merchant?.['id']], ['finance', console.shop])
    assert.ok(Array.isArray(permissions) && permissions.includes('refunds.ask') && !permissions.includes('people.set'))
    const taken = await owner.ask({ method: 'POST', path, body: { ...body, email: 'finance@shop.example' } })
    assert.deepEqual([taken.status, taken.code], [409, 'email_taken'])
    const list = await owner.ask({ path })
    assert.ok(Value.Check(PeopleAnswer, list.answer), list.text)
    for (const word of ['scrypt', 'hash', 'password', 'sealed']) assert.ok(!list.text.includes(word), word)
  })

  test('an admin makes no owner and changes none; nobody makes an operator but an operator', async (t) => {
    const console = await openConsole(t)
    const [owner, admin] = [await console.signedIn('owner'), await console.signedIn('admin')]
    const path = `/merchants/${console.shop}/people`
    const invite = (by: SignedIn, role: string) =>
      by.ask({ method: 'POST', path, body: { email: `${role}-${by.person.id}@x.example`, name: '이름', role } })
    assert.equal((await invite(admin, 'owner')).code, 'not_allowed')
    assert.equal((await invite(admin, 'viewer')).status, 200)
    for (const by of [owner, admin]) assert.equal((await invite(by, 'operator')).code, 'bad_field')
    for (const body of [{ name: '바꿈' }, { state: 'disabled' }, { role: 'viewer' }])
      assert.equal((await change(admin, console.shop, owner.person.id, body)).code, 'not_allowed')
    const link = await admin.ask({ method: 'POST', path: `${path}/${owner.person.id}/link` })
    assert.equal(link.code, 'not_allowed')
    assert.equal((await change(admin, console.shop, admin.person.id, { role: 'owner' })).code, 'not_allowed')
    const house = await owner.ask({
      method: 'POST',
      path: '/house/people',
      body: { email: 'o@x.example', name: '운영' },
    })
    assert.equal(house.code, 'not_found')
  })

  test('who is disabled or gets another role is signed out everywhere, and may what the new one may', async (t) => {
    const console = await openConsole(t)
    const [owner, person] = [await console.signedIn('owner'), await console.signedIn('developer')]
    const changed = await change(owner, console.shop, person.person.id, { role: 'viewer', reason: '부서 이동' })
    assert.equal(changed.status, 200, changed.text)
    assert.equal((await person.ask({ path: '/session' })).status, 401)
    const other = await console.signedIn('viewer')
    await change(owner, console.shop, other.person.id, { state: 'disabled' })
    assert.equal((await other.ask({ path: '/session' })).status, 401)
    const enabled = await change(owner, console.shop, other.person.id, { state: 'active' })
    assert.equal((enabled.answer as { state: string }).state, 'invited', 'without a password nobody is active')
  })

  test('nobody takes away their own power, and no merchant is left without an owner', async (t) => {
    const console = await openConsole(t)
    const [owner, operator] = [await console.signedIn('owner'), await console.signedIn('operator')]
    const { id } = owner.person
    for (const body of [{ role: 'viewer' }, { state: 'disabled' }])
      assert.equal((await change(owner, console.shop, id, body)).code, 'not_yourself')
    assert.equal((await change(owner, console.shop, id, { name: '새 이름' })).status, 200)
    assert.equal((await change(operator, console.shop, id, { state: 'disabled' })).code, 'last_of_its_kind')
    await console.signedIn('owner')
    assert.equal((await change(operator, console.shop, id, { state: 'disabled' })).status, 200)
  })

  test('what is not asked for cannot be set: state of a link, e-mail, merchant, password', async (t) => {
    const console = await openConsole(t)
    const [owner, person] = [await console.signedIn('owner'), await console.signedIn('viewer')]
    for (const field of ['email', 'merchant', 'merchantId', 'password', 'version', 'link', 'secondFactor', 'id']) {
      const reply = await change(owner, console.shop, person.person.id, { name: '이름', [field]: 'x' })
      assert.deepEqual([reply.status, reply.code], [400, 'bad_field'], field)
    }
    assert.deepEqual(await console.storage.console.findPerson(person.person.id), person.person)
  })
})

test('operators read what was done of all merchants and above them; an owner what is theirs', async (t) => {
  const console = await openConsole(t)
  const [operator, owner] = [await console.signedIn('operator'), await console.signedIn('owner')]
  const others = await console.signedIn('owner', console.other)
  await others.ask({ method: 'PATCH', path: `/merchants/${console.other}`, body: { name: '바뀐상점' } })
  await operator.ask({
    method: 'PATCH',
    path: `/merchants/${console.shop}`,
    body: { name: '새책방', reason: '상호 변경' },
  })
  await operator.ask({ method: 'POST', path: '/house/networks', body: { network: 'sea', prefix: '9200' } })
  const actions = async ({ ask }: SignedIn, path: string) => {
    const { entries } = (await ask({ path })).answer as {
      entries: { action: string; outcome: string; email: string }[]
    }
    return entries.filter(({ outcome }) => outcome === 'done').map(({ action, email }) => [action, email])
  }
  const ofShop = [['merchant.set', operator.person.email]]
  assert.deepEqual(await actions(owner, `/merchants/${console.shop}/audit`), ofShop)
  assert.deepEqual(await actions(operator, '/house/audit'), [
    ['network.added', operator.person.email],
    ...ofShop,
    ['merchant.set', others.person.email],
  ])
})
