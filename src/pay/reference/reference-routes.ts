/**
 * `GET /reference` and `GET /openapi.json`: what a developer needs to write a client, served by the gateway itself, so
 * that it is of the same version and names the right address. Both are made once: nothing in them changes while it runs.
 */
import type { FastifyInstance } from 'fastify'
import { openApiDocument } from '../../wire/reference/open-api.ts'
import { loadPageAssets } from '../page-assets.ts'
import { type Language, pageLanguage } from '../page-language.ts'
import { sendReference } from '../page-replies.ts'
import { referencePage } from './reference-page.ts'
import { REFERENCE_STYLE } from './reference-style.ts'

export interface ReferenceOptions {
  readonly version: string
  /** Where merchants reach the gateway, without a slash at its end. */
  readonly publicUrl: string
  readonly practice: boolean
}

export function registerReference(app: FastifyInstance, { version, publicUrl, practice }: ReferenceOptions): void {
  const facts = { url: publicUrl, practice, icon: `p/assets/${loadPageAssets().icon.name}` }
  const pages: Readonly<Record<Language, string>> = { ko: referencePage('ko', facts), en: referencePage('en', facts) }
  const document = JSON.stringify(openApiDocument({ version, url: publicUrl }))
  app.get('/reference', async (request, reply) => {
    const page = pages[pageLanguage(request.query, request.headers['accept-language'])]
    return sendReference(reply, 'text/html; charset=utf-8', page, [REFERENCE_STYLE])
  })
  app.get('/openapi.json', async (_request, reply) =>
    sendReference(reply, 'application/json; charset=utf-8', document, []),
  )
}
