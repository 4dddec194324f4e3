import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { drawn, markup, NOTHING } from './markup.ts'

test('text becomes text, in an element as in an attribute', () => {
  const hostile = `"><script>alert('1')</script>&amp;`
  assert.equal(
    markup`<p title="${hostile}">${hostile}</p>`.text,
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
      '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>',
  )
})

test('no text whatever leaves a sign of markup behind', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(markup`${text}`.text, /[<>"']|&(?!(amp|lt|gt|quot|#39);)/)
    }),
  )
})

test('markup is put in as it is, a list piece after piece', () => {
  const pieces = ['a', '<b>'].map((each) => markup`<li>${each}</li>`)
  assert.equal(markup`<ol>${pieces}</ol>${NOTHING}${drawn('<hr>')}`.text, '<ol><li>a</li><li>&lt;b&gt;</li></ol><hr>')
})
