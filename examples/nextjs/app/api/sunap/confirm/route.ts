/** `confirm_url` in Next.js: POST /api/sunap/confirm. A 200 is a yes. */
import { verifyConfirm, WebhookError } from 'sunap-sdk/webhooks'
import { whyNot } from '../../../../../shop.ts'
import { secrets } from '../../../../../sunap.ts'

export async function POST(request: Request): Promise<Response> {
  try {
    const body = new Uint8Array(await request.arrayBuffer())
    const { merchant_uid, amount } = await verifyConfirm(secrets, request.headers, body)
    const reason = whyNot(merchant_uid, amount)
    return Response.json(reason ? { reason } : {}, { status: reason ? 409 : 200 })
  } catch (error) {
    if (error instanceof WebhookError) return Response.json({ message: error.message }, { status: error.status })
    throw error
  }
}
