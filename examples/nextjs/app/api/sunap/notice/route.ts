/** `notice_url` in Next.js: POST /api/sunap/notice. */
import { verifyNotice, WebhookError } from 'sunap-sdk/webhooks'
import { hear } from '../../../../../shop.ts'
import { secrets } from '../../../../../sunap.ts'

export async function POST(request: Request): Promise<Response> {
  try {
    // The bytes as they came: request.json() would lose what the signature covers.
    const body = new Uint8Array(await request.arrayBuffer())
    await hear(await verifyNotice(secrets, request.headers, body))
    return new Response(null, { status: 200 })
  } catch (error) {
    if (error instanceof WebhookError) return Response.json({ message: error.message }, { status: error.status })
    throw error
  }
}
