/**
 * Proves that keys and data belong together, and to this mode, before anybody is served. The data holds one text sealed
 * with its keys that names the mode it was begun in: a backup put back with other keys, a sandbox started on money or
 * the reverse is refused instead of half working. Several nodes may come first at once: the keeper keeps one text.
 */
import type { MerchantId } from '../core/brand.ts'
import type { Directory, DirectoryKeeper } from '../storage/storage.ts'
import { ConfigError, type DataSettings, type ModeName } from './config.ts'
import { type Secrets, wayOutOf } from './secrets.ts'

/** The sandbox's seller, which no other data has. */
export const PRACTICE_MERCHANT = 'mer_example' as MerchantId

/** Throws `ConfigError`. */
export async function proveKeys(directory: DirectoryKeeper, secrets: Secrets, settings: DataSettings): Promise<void> {
  const { mode } = settings
  if (directory.current().keyProof === null) {
    requireOpens(webhookSecretsIn(directory.current()), secrets, settings)
    if (mode === 'production' && directory.current().merchants.has(PRACTICE_MERCHANT))
      throw begunAs('sandbox', settings)
    await directory.put([{ kind: 'key_proof', entry: { sealed: secrets.seal(PROOFS[mode]) } }])
  }
  const { keyProof } = directory.current()
  if (keyProof === null) throw new Error('broken invariant: the keeper has lost the proof of the keys')
  const [begun] = requireOpens([keyProof], secrets, settings)
  if (begun !== PROOFS[mode]) throw begunAs(mode === 'production' ? 'sandbox' : 'production', settings)
}

const PROOFS: Readonly<Record<ModeName, string>> = {
  sandbox: 'begun as a sandbox',
  production: 'begun in production',
}

/** What was sealed before there was a proof. */
function webhookSecretsIn({ merchants }: Directory): readonly string[] {
  return [...merchants.values()].flatMap(({ webhookSecrets }) => webhookSecrets.map(({ sealed }) => sealed))
}

function requireOpens(sealed: readonly string[], { open }: Secrets, settings: DataSettings): readonly string[] {
  try {
    return sealed.map(open)
  } catch (error) {
    const { keysFile, databaseUrl } = settings
    const others = databaseUrl === null ? '' : 'All gateways on one database have the same keys. '
    const text = `${keysFile} is not the one this data was written with. ${others}${wayOutOf(settings)}`
    throw new ConfigError(text, { cause: error })
  }
}

export function begunAs(
  begun: ModeName,
  { dataFolder, databaseUrl }: Pick<DataSettings, 'dataFolder' | 'databaseUrl'>,
): ConfigError {
  const where = databaseUrl === null ? `SUNAP_DATA=${dataFolder}` : 'the database of SUNAP_DATABASE_URL'
  const elsewhere = databaseUrl === null ? 'a folder of its own with SUNAP_DATA' : 'a database of its own'
  return new ConfigError(
    begun === 'sandbox'
      ? `${where} holds a sandbox: its seller, tills and payments are for practice. Give production ${elsewhere}.`
      : `${where} belongs to a production gateway. Set SUNAP_MODE=production, or give the sandbox ${elsewhere}.`,
  )
}
