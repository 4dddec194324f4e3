/** The gateway, as the settings of this shop name it. */
import { createClient } from 'sunap-sdk'

export const sunap = createClient({
  url: setting('SUNAP_URL'),
  impKey: setting('SUNAP_IMP_KEY'),
  impSecret: setting('SUNAP_IMP_SECRET'),
})

/** While you change it, the new one and the old one with a comma between. */
export const secrets = setting('SUNAP_WEBHOOK_SECRET').split(',')

/** Where the gateway reaches this shop. */
export const shopUrl = setting('SHOP_URL')

function setting(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`${name} is not set`)
  return value
}
