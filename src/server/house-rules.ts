/**
 * What a mode demands of the folder, the keys and the addresses that are called, before a gateway serves or a command
 * changes anything. The sandbox helps itself; production refuses whatever is not as it should be, and says why.
 */
import type { UrlRules } from '../outbound/url-rules.ts'
import type { DirectoryKeeper } from '../storage/storage.ts'
import type { DataSettings } from './config.ts'
import { isProduction, markProduction, prepareDataFolder, requirePrivateFolder } from './data-folder.ts'
import { begunAs, proveKeys } from './key-proof.ts'
import { openSecrets, readOwnSecrets, type Secrets, wayOutOf } from './secrets.ts'
import { urlRulesOf } from './url-rules.ts'

export interface HouseRules {
  readonly urlRules: UrlRules
  /** Whatever can be said before the data is opened. Throws `ConfigError`. */
  prepare(): void
  /** The keys, proven on the data. Throws `ConfigError`. */
  openKeys(directory: DirectoryKeeper): Promise<Secrets>
}

export function houseRules(settings: DataSettings): HouseRules {
  return settings.mode === 'production' ? productionRules(settings) : sandboxRules(settings)
}

function productionRules(settings: DataSettings): HouseRules {
  const { dataFolder, keysFile } = settings
  return {
    urlRules: urlRulesOf(settings),
    prepare() {
      // Keys first: without them not even the folder is made.
      readOwnSecrets(keysFile)
      requirePrivateFolder(dataFolder)
    },
    async openKeys(directory) {
      const secrets = readOwnSecrets(keysFile)
      await proveKeys(directory, secrets, settings)
      markProduction(dataFolder)
      return secrets
    },
  }
}

function sandboxRules(settings: DataSettings): HouseRules {
  const { dataFolder, keysFile } = settings
  return {
    urlRules: urlRulesOf(settings),
    prepare() {
      // Where the keys of production are elsewhere, nothing but this mark says whose folder it is.
      if (isProduction(dataFolder)) throw begunAs('production', { dataFolder, databaseUrl: null })
      prepareDataFolder(dataFolder)
    },
    async openKeys(directory) {
      const { merchants, keyProof } = directory.current()
      const mayMake = merchants.size === 0 && keyProof === null
      const secrets = openSecrets(keysFile, { mayMake, wayOut: wayOutOf(settings) })
      await proveKeys(directory, secrets, settings)
      return secrets
    },
  }
}
